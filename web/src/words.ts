// Fields as words. They say no more than the fields do.
import type { Interval, Reviewed, Statement } from "./records";

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/** An ISO day for reading, in the desk's own words: the same on every machine. */
export function dayWords(day: string): string {
  const [year, month, date] = day.split("-");
  const name = MONTHS[Number(month) - 1];
  return name && date ? `${Number(date)} ${name} ${year}` : day;
}

function lastDay(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** A stretch of days for reading; whole months and years by their names. */
export function spanWords(time: { start: string; end: string } | null): string {
  if (!time) return "";
  const { start, end } = time;
  if (start === end) return dayWords(start);
  if (start.slice(0, 4) === end.slice(0, 4)) {
    if (start.endsWith("-01-01") && end.endsWith("-12-31")) return start.slice(0, 4);
    const [year, month] = end.split("-").map(Number) as [number, number];
    if (start.slice(0, 7) === end.slice(0, 7)) {
      if (start.endsWith("-01") && Number(end.slice(8)) >= lastDay(year, month)) return `${MONTHS[month - 1]} ${year}`;
      return `${Number(start.slice(8))} to ${dayWords(end)}`;
    }
    return `${dayWords(start).replace(/ \d+$/, "")} to ${dayWords(end)}`;
  }
  return `${dayWords(start)} to ${dayWords(end)}`;
}

export function voiceWords(statement: Statement, outlet: string | null): string {
  const voice = statement.voice;
  if (voice.type === "author") return outlet ? `the author (${outlet})` : "the author";
  if (voice.name) return voice.name;
  return voice.anchor ? `“${flat(voice.anchor.exact)}”, not named` : "a source not named";
}

export function timeWords(time: Interval | null): string {
  return time ? spanWords(time) : "day not stated";
}

export function flat(words: string): string {
  return words.replace(/\s+/g, " ").trim();
}

export function plain(id: string): string {
  return id.replaceAll("_", " ");
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

export function many(number: number, one: string, more = `${one}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? one : more}`;
}

/** A range of a count, with ends that the text leaves open said as such. */
export function rangeWords(low: number | null, high: number | null): string {
  const words = (value: number) => value.toLocaleString("en");
  if (low === null && high === null) return "a number not given";
  if (low !== null && low === high) return words(low);
  if (high === null) return `at least ${words(low ?? 0)}`;
  if (low === null || low === 0) return `up to ${words(high)}`;
  return `${words(low)} to ${words(high)}`;
}

/** What coders made of a statement. */
export function reviewWords(review: Reviewed): string {
  const fields = review.fields.length ? ` (${review.fields.map(plain).join(", ")})` : "";
  return `${review.status}${fields}${review.disputed ? ", disputed" : review.adjudicated ? ", adjudicated" : ""}`;
}

const regions = new Intl.DisplayNames(["en"], { type: "region" });

/** A country by its code of two letters; other words as they are. */
export function countryWords(code: string): string {
  return /^[A-Z]{2}$/.test(code) ? (regions.of(code) ?? code) : code;
}

/** Of a record that stands in a cell what a reader needs: a voice and a stretch of days as words, ids not at all. */
export function lineWords(record: Record<string, unknown>): string {
  const said = Object.entries(record).flatMap(([name, value]) => {
    if (["incident", "statement", "hedge", "standing"].includes(name) && value !== "denied") return [];
    const all = (Array.isArray(value) ? value : [value]).filter((one) => one !== null && one !== "" && typeof one !== "object");
    if (!all.length) return [];
    const words = all.map((one) => (/^\d{4}-\d\d-\d\d$/.test(String(one)) ? dayWords(String(one)) : plain(String(one)))).join(" and ");
    return [typeof all[0] === "number" ? `${plain(name)} ${words}` : words];
  });
  return [...new Set(said)].join(", ");
}
