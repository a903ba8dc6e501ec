// The faces of a view: its statements as they were said, one a row, and what the server makes of them put together. The first that this
// desk can show is shown unless the address says another; a desk without a server has those of single statements alone.

export interface Face {
  id: string;
  title: string;
  /** Where its rows come from; none: it is drawn by a component of its own. */
  rows: string | null;
  /** The server's view that it is made of; none: statements alone. */
  needs: string | null;
}

const said = (name: string): Face => ({ id: "said", title: "As said", rows: `views/${name}`, needs: null });
const added = (name: string, title: string): Face => ({ id: name, title, rows: `situation/${name}`, needs: name });
const own = (title: string): Face => ({ id: "own", title, rows: null, needs: null });

const FACES: Record<string, Face[]> = {
  events: [said("events"), added("timeline", "Incidents"), added("harm", "Harm")],
  control: [said("control"), added("control", "Who holds what"), added("provinces", "By province")],
  relations: [{ ...own("Through time"), needs: "lineage" }, said("relations"), added("lineage", "Who says so"), added("candidates", "Names no table knows")],
  numbers: [said("numbers"), added("numbers", "Ledger")],
  labels: [own("By outlet"), added("labels", "By voice and time")],
  outlook: [own("By likelihood"), added("outlook", "What came after"), added("calibration", "Who was right")],
};

/** Views that are made of statements put together and have no plain rows. */
const ADDED: Record<string, string> = { sources: "Sources", checks: "Checks", alerts: "Alerts" };

/** The views of this desk that are made of statements put together. */
export function addedViews(there: string[]): { name: string; title: string }[] {
  return Object.entries(ADDED).flatMap(([name, title]) => (there.includes(name) ? [{ name, title }] : []));
}

/** The faces of a view that this desk can show. */
export function facesOf(view: string, there: string[]): Face[] {
  const title = ADDED[view];
  const all = FACES[view] ?? [title ? added(view, title) : said(view)];
  return all.filter(({ needs }) => needs === null || there.includes(needs));
}
