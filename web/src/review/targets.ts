// What of a statement words of the text can be pointed at for: its span, and each value of who, where, when, how many and who says so. What is pointed at
// is taken as the reader would take it; a value that was there and whose new words no table knows keeps what it meant.
import type { Meant, Statement } from "../records";
import { capital } from "../words";
import { countWords, daysWords, namesIn, pointedAt, type Draft, type Span } from "./draft";

export interface Target {
  id: string;
  /** span, a role, place, time, count, number or voice. */
  field: string;
  at: number;
  /** The value; empty where there is none yet. */
  name: string;
  label: string;
  /** The words that stand for it, as far as they are known. */
  words: Span | null;
  /** Whether a coder pointed at them. */
  own: boolean;
}

export const SPAN = "span";

export function targetsOf(draft: Draft, before: Draft, statement: Statement | null, fields: string[]): Target[] {
  const whole: Target = { id: SPAN, field: SPAN, at: 0, name: "", label: "Statement", words: draft.span, own: draft.span.join() !== before.span.join() };
  return [whole, ...fields.flatMap((field) => valuesOf(draft, before, statement, field))];
}

function valuesOf(draft: Draft, before: Draft, statement: Statement | null, field: string): Target[] {
  const names = namesIn(draft, field);
  const old = namesIn(before, field);
  const anchors = anchorsOf(statement, field);
  const found = names.map((name, at): Target => {
    const own = pointedAt(draft, field, at);
    const was = old.indexOf(name);
    return { id: `${field}:${at}`, field, at, name, label: `${capital(field)}: ${name}`, words: own?.span ?? (was < 0 ? null : (anchors[was] ?? null)), own: own !== null };
  });
  // There is one time at most, one voice, and one number of a quantity.
  const more = !names.length || !["time", "voice", "number"].includes(field);
  const at = names.length;
  return more ? [...found, { id: `${field}:${at}`, field, at, name: "", label: `+ ${field}`, words: null, own: false }] : found;
}

function anchorsOf(statement: Statement | null, field: string): (Span | null)[] {
  if (!statement) return [];
  const all = { place: statement.places, time: statement.time ? [statement.time] : [], count: statement.quantities, number: statement.quantities }[field];
  if (field === "voice") return [statement.voice.anchor ? [statement.voice.anchor.start, statement.voice.anchor.end] : null];
  const values = all ?? statement.participants.filter((one) => one.role === field);
  return values.map(({ anchor }) => (anchor ? [anchor.start, anchor.end] : null));
}

/** The role of the words, as the server is asked. */
export function roleOf(draft: Draft, target: Target): string {
  return target.field === "count" ? `count:${/^[a-z]+/.exec(target.name)?.[0] ?? firstCounted(draft)}` : target.field;
}

function firstCounted(draft: Draft): string {
  return /killed/.test(draft.counts) ? "injured" : "killed";
}

/** Let words stand for a value. What came of it, in words; the draft is changed. */
export function point(draft: Draft, target: Target, span: Span, meant: Meant): string {
  const { field, at } = target;
  const names = namesIn(draft, field);
  const kept = names.map((_, index) => pointedAt(draft, field, index));
  const last = kept[at] ?? null;
  const own = last && last.name === names[at] ? last.own : (names[at] ?? "");
  const name = valueOf(field, meant, roleOf(draft, target)) ?? (own || (field === "time" || meant.number !== null || field === "count" || field === "number" ? "" : plain(meant.words)));
  const quoted = `“${meant.words}”`;
  if (!name) return `${quoted} says no ${field} that a rule knows; type it into the field, then point again.`;
  if (names.some((other, index) => other === name && index !== at)) return `${quoted} means ${name}, which is there already.`;
  names[at] = name;
  kept[at] = { name, span, own, number: meant.number };
  put(draft, field, names);
  draft.words = { ...draft.words, [field]: kept };
  const known = meant.known ? `means ${name}` : own ? `stands for ${name}; if it is another, type the name` : "is no name that a table knows: it stays as words";
  return `${capital(field)}: ${quoted} ${known}.`;
}

function valueOf(field: string, meant: Meant, role: string): string | null {
  if (!meant.known) return null;
  if (field === "time") return meant.days ? daysWords(...meant.days) : null;
  if (field === "count" || field === "number") return meant.number ? countWords({ ...meant.number, of: role.split(":")[1] ?? null }) : null;
  return plain(meant.name);
}

function plain(words: string): string {
  return words.replaceAll(";", ",").trim();
}

function put(draft: Draft, field: string, names: string[]): void {
  const words = names.join("; ");
  if (field === "place") draft.places = words;
  else if (field === "time") draft.days = words;
  else if (field === "count" || field === "number") draft.counts = words;
  else if (field === "voice") draft.voice = words;
  else draft.roles[field] = words;
}
