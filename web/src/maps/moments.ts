// The map at one step of time: the incidents that may have been then, and who held which place by what had been said until then.
import type { Happening, Holding, Moments } from "../records";
import { dayWords, many, plain, rangeWords, spanWords } from "../words";
import { after, dateOf, dayOf, floorTo, unitFor, type Unit } from "../views/bins";
import { HOLDERS, sizes, type Ground, type Ink, type Mark } from "./marks";

export interface Step {
  /** First and last day, as ISO dates. */
  start: string;
  end: string;
  words: string;
}

const MOST_STEPS = 1000;
const DAY = 86_400_000;
/** Days since a state was last said, and how strong its colour is up to then. */
export const AGES: readonly [number, number, string][] = [[31, 0.75, "a month"], [366, 0.5, "a year"], [5 * 366, 0.3, "five years"], [Infinity, 0.16, "longer ago"]];

/** The steps from the first to the last day of which something is told, and those at which something is new. */
export function stepsOf({ happenings, holdings }: Moments): { steps: Step[]; news: number[] } {
  const days = [...happenings, ...holdings].map(({ start }) => ({ start, end: start, kind: "", statements: 1 }));
  if (!days.length) return { steps: [], news: [] };
  const unit = unitFor(days);
  const last = dateOf(days.reduce((most, one) => (one.start > most ? one.start : most), ""));
  const steps: Step[] = [];
  for (let at = floorTo(dateOf(days.reduce((least, one) => (one.start < least ? one.start : least), "9999-12-31")), unit); at <= last && steps.length < MOST_STEPS; at = after(at, unit)) {
    steps.push({ start: dayOf(at), end: dayOf(new Date(+after(at, unit) - 1)), words: stepWords(dayOf(at), unit) });
  }
  const news = new Set(days.map(({ start }) => stepAt(steps, start)));
  return { steps, news: [...news].sort((one, other) => one - other) };
}

function stepWords(day: string, unit: Unit): string {
  return unit === "year" ? day.slice(0, 4) : unit === "month" ? dayWords(day).replace(/^1 /, "") : dayWords(day);
}

/** The step that a day lies in; before the first the first, after the last the last. */
export function stepAt(steps: Step[], day: string): number {
  return Math.max(0, steps.findLastIndex((step) => step.start <= day));
}

/** Colours of those who hold most places, in an order that no step changes; all others have the last. */
export function inksOf(holdings: Holding[]): Map<string, Ink> {
  const counts = new Map<string, number>();
  for (const { holders, contesting } of holdings) for (const name of [...holders, ...contesting]) counts.set(name, (counts.get(name) ?? 0) + 1);
  const names = [...counts].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).map(([name]) => name);
  return new Map(names.map((name, at) => [name, HOLDERS[Math.min(at, HOLDERS.length - 1)] ?? "other"]));
}

export function marksAt(moments: Moments, step: Step, labels: Record<string, string>, inks: Map<string, Ink>): Mark[] {
  const held = new Map<string, Holding>();
  for (const holding of moments.holdings) if (holding.start <= step.end) held.set(`${holding.place}/${holding.longitude}`, holding);
  const happened = moments.happenings.filter((one) => one.start <= step.end && one.end >= step.start);
  return [...[...held.values()].map((one) => groundMark(one, step, inks)), ...happened.map((one) => happeningMark(one, step, labels))];
}

function happeningMark(one: Happening, step: Step, labels: Record<string, string>): Mark {
  const whole = one.start >= step.start && one.end <= step.end;
  const what = one.types.map((type) => labels[type] ?? plain(type)).join(" and ");
  const dead = one.counted ? `${rangeWords(one.low, one.high)} dead` : "no dead counted";
  const doubts = [whole ? "" : "it may have been at another time", one.denied ? "denied by some" : "", one.disputed ? "told in ways that cannot all be true" : ""].filter(Boolean);
  const when = spanWords({ start: one.start, end: one.end });
  return {
    key: one.id,
    name: one.place,
    at: [one.longitude, one.latitude],
    ...sizes(one.counted, one.low, one.high),
    fill: one.area || !whole || one.denied ? 0.28 : 0.85,
    ground: null,
    words: `${one.place}${one.area ? " (area, drawn at its middle)" : ""}: ${what}, ${when}, ${[dead, ...doubts].join(", ")}`,
    lines: [`${what}, ${when}`, dead, ...doubts, many(one.stories, "independent story", "independent stories")],
    statement: one.statements[0] ?? "",
  };
}

function groundMark(one: Holding, step: Step, inks: Map<string, Ink>): Mark {
  const age = one.confirmed ? Math.max(0, Math.round((+dateOf(step.end) - +dateOf(one.confirmed)) / DAY)) : null;
  const ink = (name: string | undefined): Ink => (name === undefined ? "other" : (inks.get(name) ?? "other"));
  const contested = one.status === "contested";
  const ground: Ground = {
    inside: one.holders.length ? ink(one.holders[0]) : null,
    strength: AGES.find(([days]) => (age ?? Infinity) <= days)?.[1] ?? 0,
    edge: contested ? ink(one.contesting[0] ?? one.holders[1] ?? one.holders[0]) : ink(one.holders[0]),
    contested,
  };
  const sides = [...one.holders, ...one.contesting].join(", ");
  const how = one.status === "held" ? `held by ${one.holders.join(" and ")}` : contested ? `contested${sides && ` (${sides})`}` : "holder not known";
  const said = age === null ? "" : age < 2 ? "said then" : `last said ${age.toLocaleString("en")} days before`;
  return {
    key: `ground/${one.place}/${one.longitude}`,
    name: one.place,
    at: [one.longitude, one.latitude],
    core: 0, ring: 0, open: false, ink: "other", fill: 0,
    ground,
    words: `${one.place}: ${how}${said && `, ${said}`}`,
    lines: [how, ...(said ? [said] : [])],
    statement: one.statements[0] ?? "",
  };
}
