// The whole state of the desk stands in the address: every view is a link one can cite, and Back goes back. What is seen is chosen by a query
// in the words of `dateline ask`; the filters of the screen write it.
import { format, parse, QueryError, type Field, type Term } from "./query/parse";

const NAMES = ["view", "q", "read", "statement", "mode", "span", "at", "from", "look"] as const;

export interface Place {
  view: string;
  /** The query, as it was typed or written by the filters. */
  q: string;
  /** The document beside the view, and the statement that is looked at. */
  read: string;
  statement: string;
  /** Which queue of review, or which face of a view, is looked at. */
  mode: string;
  /** Words of the text that something is added from, as `START-END`. */
  span: string;
  /** The day that the map is at; empty where it shows all times at once. */
  at: string;
  /** Number of the first row of the table that the view is. */
  from: string;
  /** Where the map was moved to: longitude and latitude of its middle, and zoom. */
  look: string;
}

function placeOf(search: string): Place {
  const given = new URLSearchParams(search);
  const place = Object.fromEntries(NAMES.map((name) => [name, given.get(name) ?? ""])) as unknown as Place;
  return { ...place, view: place.view || "overview" };
}

function addressOf(place: Place): string {
  const all = new URLSearchParams();
  for (const name of NAMES) if (place[name] && !(name === "view" && place.view === "overview")) all.set(name, place[name]);
  const words = all.toString();
  return words ? `?${words}` : location.pathname;
}

class DeskState {
  place: Place = $state(placeOf(location.search));
  #read: { terms: Term[]; error: string } = $derived.by(() => {
    try {
      return { terms: parse(this.place.q), error: "" };
    } catch (error) {
      if (error instanceof QueryError) return { terms: [], error: error.message };
      throw error;
    }
  });
  /** The query in parts; empty where it cannot be read, and `wrong` says why. */
  terms: Term[] = $derived(this.#read.terms);
  wrong: string = $derived(this.#read.error);
  /** The query as every view asks with it. */
  query: string = $derived(asked(this.place.q));
  filtered: boolean = $derived(this.place.q.trim() !== "");

  constructor() {
    addEventListener("popstate", () => (this.place = placeOf(location.search)));
  }

  /** Change something and write it into the address; `quietly` replaces what is there instead of adding a step back. */
  go(change: Partial<Place>, quietly = false): void {
    // Other rows begin at their first one, and of another query everything is looked at.
    const rest = "view" in change || "mode" in change ? { from: "" } : "q" in change ? { from: "", look: "" } : {};
    const place = { ...this.place, ...rest, ...change };
    this.place = place;
    history[quietly ? "replaceState" : "pushState"](null, "", addressOf(place));
  }

  get from(): number {
    return Math.max(0, Math.floor(Number(this.place.from)) || 0);
  }

  /** The values of a field of which any will do. */
  values(field: Field): string[] {
    return this.terms.find((term) => term.field === field && !term.negated)?.values ?? [];
  }

  setValues(field: Field, values: string[]): void {
    const others = this.terms.filter((term) => term.field !== field || term.negated);
    this.setTerms(values.length ? [...others, { field, values: [...new Set(values)], negated: false }] : others);
  }

  toggle(field: Field, value: string): void {
    const values = this.values(field);
    this.setValues(field, values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  }

  setDays(since: string, until: string): void {
    const days: Term[] = [["since", since] as const, ["until", until] as const].flatMap(([field, day]) => (day ? [{ field, values: [day], negated: false }] : []));
    this.setTerms([...this.terms.filter((term) => term.field !== "since" && term.field !== "until"), ...days]);
  }

  setTerms(terms: Term[]): void {
    this.go({ q: format(terms) });
  }

  /** The query without some fields, to ask with. */
  without(...fields: Field[]): string {
    return asked(format(this.terms.filter((term) => !fields.includes(term.field))));
  }

  clear(): void {
    this.go({ q: "" });
  }
}

function asked(q: string): string {
  return q.trim() ? new URLSearchParams({ q }).toString() : "";
}

export const desk = new DeskState();
