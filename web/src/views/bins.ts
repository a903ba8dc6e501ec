// Days as bins of a histogram: days, months or years, whichever give a picture of some 20 to 200 bars.
import type { Days } from "../records";

export type Unit = "day" | "month" | "year";

export interface Bar {
  /** First day of the bin and first day after it, as dates for the axis. */
  from: Date;
  to: Date;
  kind: string;
  statements: number;
}

const DAY = 86_400_000;

export function dateOf(day: string): Date {
  return new Date(`${day}T00:00:00Z`);
}

export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}

export function unitFor(days: Days[]): Unit {
  if (!days.length) return "day";
  const first = Math.min(...days.map((one) => +dateOf(one.start)));
  const last = Math.max(...days.map((one) => +dateOf(one.start)));
  const span = (last - first) / DAY;
  return span > 12 * 366 ? "year" : span > 150 ? "month" : "day";
}

export function floorTo(date: Date, unit: Unit): Date {
  const year = date.getUTCFullYear();
  if (unit === "year") return utc(year, 0, 1);
  if (unit === "month") return utc(year, date.getUTCMonth(), 1);
  return utc(year, date.getUTCMonth(), date.getUTCDate());
}

export function after(date: Date, unit: Unit): Date {
  if (unit === "year") return utc(date.getUTCFullYear() + 1, 0, 1);
  if (unit === "month") return utc(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
  return new Date(+date + DAY);
}

function utc(year: number, month: number, day: number): Date {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day); // Date.UTC takes years below 100 for those of the last century.
  return date;
}

/** What speaks of a longer time than a bin is counted where that time begins. */
export function barsOf(days: Days[], unit: Unit): Bar[] {
  const bars = new Map<string, Bar>();
  for (const { start, kind, statements } of days) {
    const from = floorTo(dateOf(start), unit);
    const key = `${+from}/${kind}`;
    const bar = bars.get(key) ?? { from, to: after(from, unit), kind, statements: 0 };
    bar.statements += statements;
    bars.set(key, bar);
  }
  return [...bars.values()].sort((one, other) => +one.from - +other.from);
}

export function longOnes(days: Days[], unit: Unit): number {
  return days.filter((one) => +dateOf(one.end) >= +after(floorTo(dateOf(one.start), unit), unit)).reduce((sum, one) => sum + one.statements, 0);
}
