// The whole state of the desk stands in the address: every view is a link one can cite, and Back goes back.

export const LISTS = ["kind", "type", "hedge", "voice", "outlet", "document", "place", "country", "actor"] as const;
export const SINGLES = ["since", "until", "text"] as const;
export type ListName = (typeof LISTS)[number];
export type SingleName = (typeof SINGLES)[number];

export interface Place {
  view: string;
  lists: Record<ListName, string[]>;
  singles: Record<SingleName, string>;
  /** The document beside the view, and the statement that is looked at. */
  read: string;
  statement: string;
  /** Which queue of review is looked at. */
  mode: string;
}

function parse(search: string): Place {
  const given = new URLSearchParams(search);
  return {
    view: given.get("view") ?? "overview",
    lists: Object.fromEntries(LISTS.map((name) => [name, given.getAll(name)])) as Place["lists"],
    singles: Object.fromEntries(SINGLES.map((name) => [name, given.get(name) ?? ""])) as Place["singles"],
    read: given.get("read") ?? "",
    statement: given.get("statement") ?? "",
    mode: given.get("mode") ?? "",
  };
}

function filtersOf(place: Place): URLSearchParams {
  const filters = new URLSearchParams();
  for (const name of LISTS) for (const value of place.lists[name]) filters.append(name, value);
  for (const name of SINGLES) if (place.singles[name]) filters.set(name, place.singles[name]);
  return filters;
}

function write(place: Place): string {
  const all = filtersOf(place);
  if (place.view !== "overview") all.set("view", place.view);
  if (place.read) all.set("read", place.read);
  if (place.statement) all.set("statement", place.statement);
  if (place.mode) all.set("mode", place.mode);
  const words = all.toString();
  return words ? `?${words}` : location.pathname;
}

class DeskState {
  place: Place = $state(parse(location.search));
  /** The filters as a query, which every view asks the server with. */
  query = $derived(filtersOf(this.place).toString());
  filtered = $derived(this.query !== "");

  constructor() {
    addEventListener("popstate", () => (this.place = parse(location.search)));
  }

  /** Change something and write it into the address; `quietly` replaces what is there instead of adding a step back. */
  go(change: Partial<Pick<Place, "view" | "read" | "statement" | "mode">>, quietly = false): void {
    this.#set({ ...this.place, ...change }, quietly);
  }

  setList(name: ListName, values: string[]): void {
    this.#set({ ...this.place, lists: { ...this.place.lists, [name]: [...new Set(values)] } });
  }

  toggle(name: ListName, value: string): void {
    const values = this.place.lists[name];
    this.setList(name, values.includes(value) ? values.filter((one) => one !== value) : [...values, value]);
  }

  setSingles(values: Partial<Record<SingleName, string>>, quietly = false): void {
    this.#set({ ...this.place, singles: { ...this.place.singles, ...values } }, quietly);
  }

  clear(): void {
    const empty = parse("");
    this.#set({ ...empty, view: this.place.view, read: this.place.read, statement: this.place.statement, mode: this.place.mode });
  }

  #set(place: Place, quietly = false): void {
    this.place = place;
    history[quietly ? "replaceState" : "pushState"](null, "", write(place));
  }
}

export const desk = new DeskState();
