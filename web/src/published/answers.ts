// The desk without a server: every question that views ask is answered from the files that `dateline publish` wrote.
import { parse } from "../query/parse.ts";
import type { About, DocumentLine, DocumentText, Moments, Row, SetAside, Statement } from "../records.ts";
import { meaning, type Facts, type Lookups } from "./meaning.ts";
import { daysOf, facetsOf, placesOf } from "./points.ts";

/** Fetches one of the files by its name without `.json`. */
export type Load = (name: string) => Promise<unknown>;

export class Published {
  readonly #load: Load;
  readonly #loaded = new Map<string, Promise<unknown>>();

  constructor(load: Load) {
    this.#load = load;
  }

  /** The answer to a path as the server takes it; an Error where there is none. */
  async answer(path: string): Promise<unknown> {
    const [where = "", search = ""] = path.split("?", 2);
    const asked = new URLSearchParams(search);
    const [what = "", name] = where.split("/").map(decodeURIComponent);
    const q = asked.get("q") ?? "";
    switch (what) {
      case "about":
        return this.#file<About>("about");
      case "documents":
        return name ? this.#text(name) : page(await this.#documents(q), asked);
      case "statements":
        return name ? this.#statement(name) : page(await this.#meant(q), asked);
      case "views":
        return page(await this.#rows(name ?? "", q), asked);
      case "places":
        return placesOf(await this.#meant(q));
      case "days":
        return daysOf(await this.#meant(q));
      case "facets":
        return facetsOf(await this.#meant(q), await this.#lines());
      case "moments":
        return this.#moments(q);
      case "set-aside": {
        const reason = asked.get("reason");
        const items = await this.#file<SetAside[]>("set-aside");
        return page(reason ? items.filter((item) => item.reason === reason) : items, asked);
      }
    }
    throw new Error("A published desk has no answer to this; a desk that is served has.");
  }

  #file<T>(name: string): Promise<T> {
    let loaded = this.#loaded.get(name);
    if (!loaded) {
      loaded = this.#load(name);
      loaded.catch(() => this.#loaded.delete(name)); // What could not be fetched is asked for again.
      this.#loaded.set(name, loaded);
    }
    return loaded as Promise<T>;
  }

  async #lines(): Promise<Map<string, DocumentLine>> {
    return new Map((await this.#file<DocumentLine[]>("documents")).map((line) => [line.id, line]));
  }

  async #meant(q: string): Promise<Statement[]> {
    const statements = await this.#file<Statement[]>("statements");
    const terms = parse(q);
    if (!terms.length) return statements;
    const words = terms.some((term) => term.field === "text");
    const facts: Facts = {
      lookups: await this.#file<Lookups>("lookups"),
      documents: await this.#lines(),
      types: (await this.#file<About>("about")).labels,
      sentences: words ? await this.#file<Record<string, string>>("sentences") : {},
    };
    return statements.filter(meaning(terms, facts));
  }

  async #ids(q: string): Promise<Set<string>> {
    return new Set((await this.#meant(q)).map((statement) => statement.assertion.id));
  }

  async #documents(q: string): Promise<DocumentLine[]> {
    const meant = await this.#meant(q);
    const counts = Map.groupBy(meant, (statement) => statement.assertion.document);
    const lines = (await this.#file<DocumentLine[]>("documents")).map((line) => ({ ...line, selected: counts.get(line.id)?.length ?? 0 }));
    return q.trim() ? lines.filter((line) => line.selected) : lines;
  }

  async #rows(view: string, q: string): Promise<Row[]> {
    const views = (await this.#file<About>("about")).views.map((one) => one.name);
    if (!views.includes(view)) throw new Error(`There is no view ${view}; there are ${views.join(", ")}.`);
    const rows = await this.#file<Row[]>(`views/${view}`);
    if (!q.trim()) return rows;
    const ids = await this.#ids(q);
    return rows.filter((row) => row.statements.some((id) => ids.has(id)));
  }

  async #moments(q: string): Promise<Moments> {
    const moments = await this.#file<Moments>("moments");
    if (!q.trim()) return moments;
    const ids = await this.#ids(q);
    const rests = (statements: string[]): boolean => statements.some((id) => ids.has(id));
    return {
      ...moments,
      happenings: moments.happenings.filter((one) => rests(one.statements)),
      holdings: moments.holdings.filter((one) => rests(one.statements)),
      unseen: moments.unseen.filter(rests),
    };
  }

  async #statement(id: string): Promise<Statement> {
    const found = (await this.#file<Statement[]>("statements")).find((statement) => statement.assertion.id === id);
    if (!found) throw new Error("This statement is not published.");
    return found;
  }

  async #text(id: string): Promise<DocumentText> {
    if (!(await this.#lines()).has(id)) throw new Error("This text is not published.");
    const [text, statements] = await Promise.all([this.#file<DocumentText>(`texts/${id}`), this.#file<Statement[]>("statements")]);
    return { ...text, statements: statements.filter((statement) => statement.assertion.document === id) };
  }
}

function page<T>(items: T[], asked: URLSearchParams): { items: T[]; total: number; offset: number; limit: number } {
  const [limit, offset] = [Number(asked.get("limit") ?? 100), Number(asked.get("offset") ?? 0)];
  return { items: items.slice(offset, offset + limit), total: items.length, offset, limit };
}
