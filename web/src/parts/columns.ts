// Cells of any view -> those that a table has room for: what belongs together is one, what no row of the page has is none.
import type { Row } from "../records";
import { countryWords, many } from "../words";

export type Cells = Record<string, unknown>;

/** What other programs need of a row and no reader: ids, and points that the map shows; reports, whose sentences are offered instead. */
const SILENT = new Set(["incident", "incident_ids", "latitude", "longitude", "reports"]);
const COUNTRY = ["country", "countries"];
const WHERE = ["place", "places", "province", ...COUNTRY];

export function tableOf(rows: Row[]): { cells: Cells[]; names: string[] } {
  const cells = rows.map((row) => shortened(row.cells));
  const names = [...new Set(cells.flatMap((each) => Object.keys(each)))].filter((name) => cells.some((each) => !isEmpty(each[name])));
  return { cells, names };
}

/** Words for columns whose names say too little. */
const LABELS: Record<string, string> = { age_days: "days since confirmed", named: "with a name" };

function shortened(given: Cells): Cells {
  const cells: Cells = {};
  for (const [name, value] of Object.entries(given)) {
    if (SILENT.has(name)) continue;
    if (name === "from" && typeof given.to === "string") cells.when = { start: value, end: given.to };
    else if (name === "to" && "when" in cells) continue;
    else if (WHERE.includes(name) && COUNTRY.some((one) => one in given) && !isNumber(value)) cells.place = placeWords(given);
    else if (name === "stories" && typeof given.documents === "number") cells.told = `${many(Number(value), "story", "stories")} in ${many(given.documents, "document")}`;
    else if (name === "documents" && "told" in cells) continue;
    else cells[LABELS[name] ?? name] = value;
  }
  return cells;
}

/** From the narrowest to the widest, each once. */
function placeWords(cells: Cells): string[] {
  const words = WHERE.flatMap((name) => {
    const value = cells[name];
    if (isEmpty(value) || isNumber(value)) return [];
    return (Array.isArray(value) ? value : [value]).map((one) => (COUNTRY.includes(name) ? countryWords(String(one)) : String(one)));
  });
  return [...new Set(words)];
}

function isNumber(value: unknown): boolean {
  return typeof value === "number";
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || (typeof value === "object" && Object.keys(value).length === 0);
}
