// What is being changed in the codebook: asked, checked, tried and saved step by step. It outlives the view, so that looking something up in
// the case loses nothing.
import { tell } from "../api.svelte";
import { ask } from "../asking";
import type { Answers, Asked, ChangeGroup, CodebookEntry, CodebookFile, CodebookLine, Differences, Drafted, Edit, Form, LabelAnswers, Saved, Tested } from "../records";

/** How long the keys rest before what was typed is checked. */
const REST_MS = 450;
/** Sentences that are kept of one sort of change. */
const MOST = 5;

export interface Seen {
  total: number;
  looked: number;
  groups: ChangeGroup[];
  done: boolean;
}

export const blank = {
  type: (kind: Answers["kind"]): Answers => ({ kind, name: "", definition: "", words: [], yes: [], no: [] }),
  actor: (name = "", adds_to: string | null = null) => ({ name, kind: "armed_group", country: [], aliases: [], since: null, until: null, parent: null, source: "", adds_to }),
  label: (): LabelAnswers => ({ words: [], tone: "plain", weak: false, label: true }),
  words: (entry: string) => ({ entry, words: [] }),
};
const EMPTY: Form = { type: null, actor: null, label: null, words: null };

class Work {
  /** What is changed, in words; empty while nothing is. */
  title: string = $state("");
  form: Form | null = $state(null);
  /** The file's own text, once it is changed as a text. */
  text: string | null = $state(null);
  another: boolean = $state(false);
  drafted: Drafted | null = $state.raw(null);
  tested: Tested | null = $state.raw(null);
  seen: Seen | null = $state.raw(null);
  saved: Saved | null = $state.raw(null);
  failed: string = $state("");
  /** Which step is being done. */
  doing: "" | "check" | "test" | "look" | "save" = $state("");
  /** Grows with each save: lists are asked anew. */
  version: number = $state(0);
  #about: Pick<Asked, "file" | "row" | "id"> = { file: null, row: null, id: null };
  #base = "";
  #timer = 0;
  #turn = 0;

  get busy(): boolean {
    return this.doing === "test" || this.doing === "save";
  }
  get stands(): boolean {
    return this.drafted !== null && this.drafted.edit.file !== "" && this.drafted.complaints.every((one) => one.hint);
  }

  begin(title: string, form: Partial<Form> | null, about: Partial<Pick<Asked, "file" | "row" | "id">> = {}, base = ""): void {
    this.leave();
    this.title = title;
    this.form = form && { ...EMPTY, ...form };
    this.#about = { file: null, row: null, id: null, ...about };
    this.#base = base;
  }

  async change(found: CodebookEntry): Promise<void> {
    const { line, form, base } = found;
    if (form) {
      this.begin(`Change ${line.label}`, $state.snapshot(form) as Form, { file: line.file, row: line.row }, base);
      this.check();
    } else if (line.file) await this.openFile(line.file);
  }

  async openFile(name: string): Promise<void> {
    try {
      const { file, text, base } = await ask<CodebookFile>(`codebook/file?name=${encodeURIComponent(name)}`);
      this.begin(file, null, { file }, base);
      this.text = text;
      if (text) this.check();
    } catch (error) {
      this.#fail(error);
    }
  }

  async takeOut(line: CodebookLine, base: string): Promise<void> {
    this.begin(`Take out ${line.label}`, null, { file: line.file, row: line.row }, base);
    await this.#draft({ remove: true });
  }

  /** The questions' answers as the file's text, to go on with there. */
  asText(): void {
    if (!this.drafted?.edit.file) return;
    this.text = this.drafted.edit.text;
    this.#about = { file: this.drafted.edit.file, row: null, id: null };
    this.#base = this.drafted.base;
    this.form = null;
  }

  /** Something was typed: what was tried before does not hold any more. */
  typed(): void {
    this.tested = this.seen = this.saved = null;
    this.drafted = null;
    this.check(REST_MS);
  }

  check(rest = 0): void {
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => {
      const form = $state.snapshot(this.form) as Form | null;
      void this.#draft(this.text === null ? { form: form && tidy(form), another: this.another } : { text: this.text });
    }, rest);
  }

  async #draft(asked: Partial<Asked>): Promise<void> {
    const mine = ++this.#turn;
    this.doing = "check";
    try {
      const found = (await (await tell("codebook/drafts", "POST", { ...this.#about, ...asked })).json()) as Drafted;
      if (mine !== this.#turn) return;
      this.drafted = found;
      this.failed = "";
    } catch (error) {
      if (mine === this.#turn) this.#fail(error);
    } finally {
      if (mine === this.#turn) this.doing = "";
    }
  }

  async test(): Promise<void> {
    await this.#step("test", async (edit, mine) => {
      const found = (await (await tell("codebook/tests", "POST", edit)).json()) as Tested;
      if (mine === this.#turn) this.tested = found;
    });
  }

  /** Goes through the case, some documents at a time, until its end or until something else is begun. */
  async look(): Promise<void> {
    this.seen = null;
    await this.#step("look", async (edit, mine) => {
      const groups = new Map<string, ChangeGroup>();
      for (let offset: number | null = 0; offset !== null && mine === this.#turn; ) {
        const found: Differences = await (await tell(`codebook/differences?offset=${offset}`, "POST", edit)).json();
        if (mine !== this.#turn) return;
        for (const one of found.groups) {
          const key = [one.what, one.kind, one.before, one.after].join("\n");
          const had = groups.get(key);
          groups.set(key, had ? { ...had, count: had.count + one.count, examples: [...had.examples, ...one.examples].slice(0, MOST) } : one);
        }
        offset = found.next;
        const sorted = [...groups.values()].sort((one, other) => other.count - one.count);
        this.seen = { total: found.total, looked: found.looked, groups: sorted, done: offset === null };
      }
    });
  }

  stop(): void {
    this.#turn += 1;
    this.doing = "";
  }

  async save(): Promise<void> {
    await this.#step("save", async (edit) => {
      const base = this.#base || this.drafted?.base || "";
      this.saved = (await (await tell("codebook/saves", "POST", { edit, base })).json()) as Saved;
      this.form = this.text = this.drafted = null;
      this.version += 1;
    });
  }

  leave(): void {
    clearTimeout(this.#timer);
    this.stop();
    this.title = this.failed = "";
    this.form = this.text = this.drafted = this.tested = this.seen = this.saved = null;
    this.another = false;
  }

  async #step(which: "test" | "look" | "save", does: (edit: Edit, mine: number) => Promise<void>): Promise<void> {
    if (!this.stands || !this.drafted || this.doing) return;
    const mine = ++this.#turn;
    this.doing = which;
    this.failed = "";
    try {
      await does(this.drafted.edit, mine);
    } catch (error) {
      if (mine === this.#turn) this.#fail(error);
    } finally {
      if (mine === this.#turn) this.doing = "";
    }
  }

  #fail(error: unknown): void {
    this.failed = error instanceof Error ? error.message : String(error);
  }
}

/** Answers without the empty lines that are only there to be written on. */
function tidy(form: Form): Form {
  const lines = (all: string[]): string[] => all.map((one) => one.trim()).filter(Boolean);
  const { type, actor, label, words } = form;
  return {
    type: type && { ...type, words: lines(type.words), yes: lines(type.yes), no: type.no.filter(([text]) => text.trim()) },
    actor: actor && { ...actor, country: lines(actor.country), aliases: lines(actor.aliases), since: actor.since || null, until: actor.until || null, parent: actor.parent || null },
    label: label && { ...label, words: lines(label.words) },
    words: words && { ...words, words: lines(words.words) },
  };
}

export const work = new Work();
