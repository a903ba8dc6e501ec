// Relations between actors as lines between lanes: of what family they are, when they were, and in which order lanes and lines stand.
import type { Row } from "../records";
import { spanWords } from "../words";

export type Bond = "origin" | "office" | "friend" | "foe";
export const BONDS: readonly Bond[] = ["origin", "office", "friend", "foe"];
const FAMILY: Record<string, [Bond, string]> = {
  "offshoot of": ["origin", "Of"], "successor of": ["origin", "Su"], "split from": ["origin", "Sp"], "merged with": ["origin", "Me"], "also called": ["origin", "Al"],
  "founded by": ["office", "Fo"], "led by": ["office", "Le"], "member of": ["office", "Mb"],
  "allied with": ["friend", "Ad"], "supported by": ["friend", "Sd"],
  fights: ["foe", "Fi"], "rejected by": ["foe", "Rj"],
};
const MUTUAL = new Set(["allied with", "merged with", "fights", "also called"]);

export interface Line {
  key: string;
  actor: string;
  other: string;
  relation: string;
  /** Two letters that say the relation. */
  mark: string;
  /** First day; of the report where the relation has none; empty where neither is known. */
  day: string;
  /** Whether the text says when it was. */
  stated: boolean;
  denied: boolean;
  mutual: boolean;
  words: string;
  statements: string[];
}

interface Span {
  start: string;
  end: string;
}

export function bondOf(relation: string): Bond {
  return FAMILY[relation]?.[0] ?? "office";
}

/** By day; what has none comes first. */
export function linesOf(rows: Row[]): Line[] {
  const lines = rows.map((row): Line => {
    const [actor, relation, other] = [String(row.cells.actor), String(row.cells.relation), String(row.cells.other)];
    const [time, reported] = [row.cells.time as Span | null, row.cells.reported as Span | null];
    const hedges = (row.cells.hedge as string[] | null) ?? [];
    const when = time ? `, ${spanWords(time)}` : reported ? `, reported ${spanWords(reported)}` : "";
    return {
      key: row.statements.join() + actor + other + relation,
      actor, other, relation,
      mark: FAMILY[relation]?.[1] ?? relation.slice(0, 2),
      day: (time ?? reported)?.start ?? "",
      stated: time !== null,
      denied: hedges.includes("denied"),
      mutual: MUTUAL.has(relation),
      words: `${actor} ${relation} ${other}${when}${hedges.includes("denied") ? ", denied" : ""}`,
      statements: row.statements,
    };
  });
  return lines.sort((one, other) => (one.day < other.day ? -1 : one.day > other.day ? 1 : one.words < other.words ? -1 : 1));
}

/** Name -> number of its lane: in the order in which they come up, and who is new beside whom it has to do with. */
export function lanesOf(lines: Line[]): Map<string, number> {
  const names: string[] = [];
  for (const { actor, other } of lines) {
    const [at, there] = [names.indexOf(actor), names.indexOf(other)];
    if (at < 0 && there < 0) names.push(actor, other);
    else if (at < 0) names.splice(there, 0, actor);
    else if (there < 0) names.splice(at + 1, 0, other);
  }
  return new Map(names.map((name, lane) => [name, lane]));
}
