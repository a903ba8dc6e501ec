// The query language in the browser: what is typed -> terms, and back. The same as `dateline.query.parse`, by one list of cases; the screen
// writes its filters with it, and a published desk asks with it. What names mean is not known here.

export const FIELDS = ["actor", "place", "country", "type", "kind", "since", "until", "voice", "hedge", "label", "outlet", "document", "text"] as const;
export type Field = (typeof FIELDS)[number];

export interface Term {
  field: Field;
  values: string[];
  negated: boolean;
}

export class QueryError extends Error {}

const CLOSED: Partial<Record<Field, readonly string[]>> = {
  kind: ["event", "control", "relation", "quantity", "label", "forecast", "recommendation", "judgement"],
  hedge: ["asserted", "reported", "possible", "probable", "denied"],
};
const EXAMPLES: Partial<Record<Field, string>> = { since: "2014-06-01", until: "2014-06-30", kind: "event", hedge: "asserted", type: "attack" };
const DAYS: readonly Field[] = ["since", "until"];
const MARKS = '"“”„';
const MINUS = "-\u2212";
const FIELD = /([-\u2212])?([A-Za-z]+):/y;
const PLAIN = /^[\p{L}\p{N}_./][-\p{L}\p{N}_./]*$/u;
const SPACE = /\s/;

/** Reads a query; throws a QueryError, one sentence that names the word that cannot be understood and the next step. */
export function parse(text: string): Term[] {
  const terms = new Reader(text).terms().map(checked);
  for (const field of DAYS) {
    if (terms.filter((term) => term.field === field).length > 1) throw new QueryError(`The query gives \`${field}:\` twice; keep one of them.`);
  }
  return terms;
}

/** A query that means the same as the terms. */
export function format(terms: Term[]): string {
  return terms.map((term) => `${term.negated ? "-" : ""}${term.field}:${term.values.map(quoted).join(",")}`).join(" ");
}

function quoted(value: string): string {
  if (PLAIN.test(value)) return value;
  let escaped = value.replaceAll("\\", "\\\\");
  for (const mark of MARKS) escaped = escaped.replaceAll(mark, `\\${mark}`);
  return `"${escaped}"`;
}

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  terms(): Term[] {
    const terms: Term[] = [];
    this.#skip();
    while (this.#at < this.#text.length) {
      terms.push(this.#term());
      this.#skip();
    }
    return terms;
  }

  get #now(): string {
    return this.#text[this.#at] ?? "";
  }

  #skip(): void {
    while (this.#at < this.#text.length && SPACE.test(this.#now)) this.#at += 1;
  }

  #field(): RegExpExecArray | null {
    FIELD.lastIndex = this.#at;
    return FIELD.exec(this.#text);
  }

  #term(): Term {
    const found = this.#field();
    if (found) {
      const field = known(found[2] ?? "");
      this.#at += found[0].length;
      return { field, values: this.#values(field), negated: found[1] !== undefined };
    }
    const next = this.#text[this.#at + 1] ?? "";
    const negated = MINUS.includes(this.#now) && next !== "" && !SPACE.test(next);
    if (negated) this.#at += 1;
    return { field: "text", values: [this.#bare()], negated };
  }

  /** A word before any field, or several in quotes. */
  #bare(): string {
    if (MARKS.includes(this.#now)) return this.#insideQuotes();
    const start = this.#at;
    while (this.#at < this.#text.length && !SPACE.test(this.#now)) this.#at += 1;
    return this.#text.slice(start, this.#at);
  }

  #values(field: Field): string[] {
    const values: string[] = [];
    for (;;) {
      this.#skip();
      let value: string;
      if (this.#now && MARKS.includes(this.#now)) {
        value = this.#insideQuotes();
        this.#skip();
      } else value = this.#unquoted();
      if (!value.trim()) {
        const wrong = this.#field();
        if (wrong) known(wrong[2] ?? "");
        throw new QueryError(`The query's \`${field}:\` lacks a value; write one after it, as in ${field}:${EXAMPLES[field] ?? "NAME"}.`);
      }
      values.push(value);
      if (this.#now !== ",") return [...new Set(values)];
      this.#at += 1;
    }
  }

  /** Words up to a comma, a quotation mark that opens a word, or the next field. */
  #unquoted(): string {
    const words: string[] = [];
    while (this.#now && this.#now !== "," && !MARKS.includes(this.#now) && !this.#field()) {
      const start = this.#at;
      while (this.#now && this.#now !== "," && !SPACE.test(this.#now)) this.#at += 1;
      words.push(this.#text.slice(start, this.#at));
      this.#skip();
    }
    return words.join(" ");
  }

  #insideQuotes(): string {
    const start = this.#at + 1;
    let value = "";
    for (let end = start; end < this.#text.length; end += 1) {
      const sign = this.#text[end] ?? "";
      if (sign === "\\" && end + 1 < this.#text.length) {
        end += 1;
        value += this.#text[end];
      } else if (MARKS.includes(sign)) {
        this.#at = end + 1;
        return value;
      } else value += sign;
    }
    throw new QueryError(`The query's quotation mark before \`${short(this.#text.slice(start))}\` is not closed; close it, or leave it out.`);
  }
}

function known(name: string): Field {
  const field = FIELDS.find((one) => one === name.toLowerCase());
  if (!field) throw new QueryError(`The query has no field \`${name}:\`; there are ${FIELDS.join(", ")}; words with a colon stand in quotes.`);
  return field;
}

function checked(term: Term): Term {
  const closed = CLOSED[term.field];
  if (closed) {
    return {
      ...term,
      values: term.values.map((value) => {
        if (closed.includes(value.toLowerCase())) return value.toLowerCase();
        throw new QueryError(`The query's \`${term.field}:${short(value)}\` is no ${term.field}; there are ${closed.join(", ")}.`);
      }),
    };
  }
  if (DAYS.includes(term.field)) {
    const [first = "", ...others] = term.values;
    if (others.length || term.negated) throw new QueryError(`The query's \`${term.field}:\` takes one day and no minus; write ${term.field}:${EXAMPLES[term.field]}.`);
    if (!isDay(first)) throw new QueryError(`The query's \`${term.field}:${short(first)}\` is no day; write YYYY, YYYY-MM or YYYY-MM-DD.`);
  } else if (!term.values.some((value) => /[\p{L}\p{N}]/u.test(value))) {
    throw new QueryError(`The query's \`${short(format([term]))}\` has no letter or digit to look for; write a word.`);
  }
  return term;
}

function isDay(value: string): boolean {
  if (!/^\d{4}(?:-\d{2}){0,2}$/.test(value) || value.startsWith("0000")) return false;
  const whole = value + "0000-01-01".slice(value.length);
  const date = new Date(`${whole}T00:00:00Z`);
  return !Number.isNaN(+date) && date.toISOString().slice(0, 10) === whole;
}

function short(words: string): string {
  const flat = words.replace(/[\s\p{C}]+/gu, " ").trim();
  return flat.length <= 40 ? flat : `${flat.slice(0, 39)}…`;
}
