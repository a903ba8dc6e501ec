// What a coder changes, as words in the fields of a form, and the correction that the words come to.
import type { Correction, GivenNumber, ReviewTask, Statement } from "../records";

export interface Draft {
  span: [number, number];
  type: string;
  roles: Record<string, string>;
  places: string;
  days: string;
  counts: string;
  voice: string;
  hedge: string;
  likelihood: string;
  conditional: boolean;
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
    days: time ? (time.start === time.end ? time.start : `${time.start} to ${time.end}`) : "",
    counts: statement.quantities.map((one) => (one.of ? `${one.of} ` : "") + ends(one.low, one.high)).join("; "),
    voice: voice.type === "author" ? "author" : (voice.name ?? `unnamed: ${voice.anchor?.exact ?? ""}`),
    hedge: assertion.hedge,
    likelihood: assertion.likelihood ?? "unstated",
    conditional: assertion.conditional,
  };
}

export function emptyDraft(span: [number, number], roles: string[]): Draft {
  return {
    span, type: "", roles: Object.fromEntries(roles.map((role) => [role, ""])), places: "", days: "", counts: "",
    voice: "author", hedge: "asserted", likelihood: "unstated", conditional: false,
  };
}

function ends(low: number | null, high: number | null): string {
  return low !== null && low === high ? String(low) : `${low ?? ""}..${high ?? ""}`;
}

/** The counts or the number that words mean: `killed 3..5; injured 12`, `200..`. Throws a sentence where they mean none. */
export function countsOf(words: string, before: Statement | null): GivenNumber[] {
  return parts(words).map((part) => {
    const found = /^(?:([a-z]+)[\s=]+)?(\d[\d,]*(?:\.\d+)?)?(\.\.)?(\d[\d,]*(?:\.\d+)?)?$/i.exec(part);
    const [, of, low, to, high] = found ?? [];
    if (!found || (!low && !high) || (high && !to)) throw new Error(`“${part}” is no count; write killed 3..5, injured 12, or 200.. for no upper end.`);
    const value = (text: string | undefined): number | null => (text ? Number(text.replaceAll(",", "")) : null);
    const old = before?.quantities.find((one) => one.of === (of ?? null));
    return { of: of ?? null, low: value(low), high: to ? value(high) : value(low), approx: old?.approx ?? false, ratio: old?.ratio ?? false, what: null };
  });
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
  const roles = Object.keys(draft.roles).filter((role) => draft.roles[role] !== before.roles[role]);
  if (roles.length) change.participants = Object.fromEntries(roles.map((role) => [role, parts(draft.roles[role] ?? "")]));
  if (differs("places")) change.places = parts(draft.places);
  if (differs("days")) change.time = draft.days.trim() ? draft.days.trim().split(/\s+to\s+|\.\./) : [];
  if (differs("counts")) change.numbers = countsOf(draft.counts, statement);
  if (differs("voice")) change.voice = draft.voice;
  if (differs("hedge")) change.hedge = draft.hedge;
  if (fields.includes("likelihood")) {
    if (differs("likelihood")) change.likelihood = draft.likelihood;
    if (differs("conditional")) change.conditional = draft.conditional;
  }
  return change;
}

export function isChanged(draft: Draft, before: Draft): boolean {
  return JSON.stringify(draft) !== JSON.stringify(before);
}

export function kindOfTask(task: ReviewTask): string {
  return task.task.statement.assertion.kind;
}
