// What a coder changes, as words in the fields of a form, and the correction that the words come to.
import type { Correction, GivenNumber, Statement } from "../records";

export type Span = [number, number];

export interface Pointed {
  /** The value as it was when it was pointed at. */
  name: string;
  span: Span;
  /** What it was before the first pointing: empty where it was added. */
  own: string;
  /** What the words count, as far as they say more than the field does. */
  number: GivenNumber | null;
}

export interface Draft {
  span: Span;
  type: string;
  roles: Record<string, string>;
  places: string;
  days: string;
  counts: string;
  voice: string;
  hedge: string;
  likelihood: string;
  conditional: boolean;
  /** Field -> the words that a coder pointed at for each of its values. */
  words: Record<string, (Pointed | null)[]>;
}

const NAMES = /\s*;\s*/;

/** The form of a statement, as it is before anything is changed. */
export function draftOf(statement: Statement, roles: string[]): Draft {
  const { assertion, voice, time } = statement;
  const names = (role: string): string => statement.participants.filter((one) => one.role === role).map((one) => one.name).join("; ");
  return {
    span: [assertion.anchor.start, assertion.anchor.end],
    type: assertion.type ?? "",
    roles: Object.fromEntries(roles.map((role) => [role, names(role)])),
    places: statement.places.map((one) => one.name).join("; "),
    days: time ? daysWords(time.start, time.end) : "",
    counts: statement.quantities.map(countWords).join("; "),
    voice: voice.type === "author" ? "author" : (voice.name ?? `unnamed: ${voice.anchor?.exact ?? ""}`),
    hedge: assertion.hedge,
    likelihood: assertion.likelihood ?? "unstated",
    conditional: assertion.conditional,
    words: {},
  };
}

export function emptyDraft(span: Span, roles: string[]): Draft {
  return {
    span, type: "", roles: Object.fromEntries(roles.map((role) => [role, ""])), places: "", days: "", counts: "",
    voice: "author", hedge: "asserted", likelihood: "unstated", conditional: false, words: {},
  };
}

export function daysWords(first: string, last: string): string {
  return first === last ? first : `${first} to ${last}`;
}

export function countWords(one: { of: string | null; low: number | null; high: number | null }): string {
  return (one.of ? `${one.of} ` : "") + ends(one.low, one.high);
}

function ends(low: number | null, high: number | null): string {
  return low !== null && low === high ? String(low) : `${low ?? ""}..${high ?? ""}`;
}

/** The counts or the number that words mean: `killed 3..5; injured 12`, `200..`. Throws a sentence where they mean none. */
export function countsOf(words: string, before: Statement | null, meant: (at: number) => GivenNumber | null = () => null): GivenNumber[] {
  return parts(words).map((part, at) => {
    const found = /^(?:([a-z]+)[\s=]+)?(\d[\d,]*(?:\.\d+)?)?(\.\.)?(\d[\d,]*(?:\.\d+)?)?$/i.exec(part);
    const [, of, low, to, high] = found ?? [];
    if (!found || (!low && !high) || (high && !to)) throw new Error(`“${part}” is no count; write killed 3..5, injured 12, or 200.. for no upper end.`);
    const value = (text: string | undefined): number | null => (text ? Number(text.replaceAll(",", "")) : null);
    const said = meant(at);
    const same = said && countWords({ ...said, of: of ?? null }) === part ? said : null;
    const old = same ?? before?.quantities.find((one) => one.of === (of ?? null));
    return { of: of ?? null, low: value(low), high: to ? value(high) : value(low), approx: old?.approx ?? false, ratio: old?.ratio ?? false, what: same?.what ?? null };
  });
}

/** Fields whose values words stand for, in the order of the form. */
export function fieldsOf(roles: string[], fields: string[]): string[] {
  return [...roles, "place", "time", ...fields.filter((field) => field === "count" || field === "number"), "voice"];
}

/** What a coder pointed at for a value. Typing another name in its place keeps the words; other numbers of names find them by the name. */
export function pointedAt(draft: Draft, field: string, at: number): Pointed | null {
  const [kept, names] = [draft.words[field], namesIn(draft, field)];
  if (!kept) return null;
  return (kept.length === names.length ? kept[at] : kept.find((one) => one?.name === names[at])) ?? null;
}

/** The values of a field, as they stand in the form. */
export function namesIn(draft: Draft, field: string): string[] {
  if (field === "time") return draft.days.trim() ? [draft.days.trim()] : [];
  if (field === "count" || field === "number") return parts(draft.counts);
  // The author has no words of their own.
  if (field === "voice") return ["", "author"].includes(draft.voice.trim().toLowerCase()) ? [] : [draft.voice.trim()];
  return [...new Set(parts(field === "place" ? draft.places : (draft.roles[field] ?? "")))];
}

function parts(words: string): string[] {
  return words.split(NAMES).map((one) => one.trim()).filter(Boolean);
}

/** What of a form was changed. */
export function changeOf(draft: Draft, before: Draft, statement: Statement | null, fields: string[]): Partial<Correction> {
  const change: Partial<Correction> = {};
  const differs = (name: keyof Draft): boolean => draft[name] !== before[name];
  if (draft.span.join() !== before.span.join()) change.span = draft.span;
  if (differs("type") && draft.type) change.type = draft.type;
  const numbers = fields.includes("number") ? "number" : "count";
  const roles = Object.keys(draft.roles).filter((role) => draft.roles[role] !== before.roles[role]);
  if (roles.length) change.participants = Object.fromEntries(roles.map((role) => [role, parts(draft.roles[role] ?? "")]));
  if (differs("places")) change.places = parts(draft.places);
  if (differs("days")) change.time = draft.days.trim() ? draft.days.trim().split(/\s+to\s+|\.\./) : [];
  if (differs("counts")) change.numbers = countsOf(draft.counts, statement, (at) => pointedAt(draft, numbers, at)?.number ?? null);
  if (differs("voice")) change.voice = draft.voice;
  if (differs("hedge")) change.hedge = draft.hedge;
  if (fields.includes("likelihood")) {
    if (differs("likelihood")) change.likelihood = draft.likelihood;
    if (differs("conditional")) change.conditional = draft.conditional;
  }
  for (const field of fieldsOf(Object.keys(draft.roles), fields)) {
    const spans = namesIn(draft, field).map((_, at) => pointedAt(draft, field, at)?.span ?? null);
    if (spans.some(Boolean)) change.words = { ...change.words, [field]: spans };
  }
  return change;
}

export function isChanged(draft: Draft, before: Draft): boolean {
  return JSON.stringify(draft) !== JSON.stringify(before);
}
