// What the map draws, whatever it is made of: circles sized by the dead, and the ground below them by who holds it.
import { kindOf } from "../kinds";
import type { PlaceFeature } from "../records";
import { many, rangeWords } from "../words";

/** Names of colours of the style sheet, without their dashes. */
export type Ink = string;
export const HOLDERS: readonly Ink[] = ["holder-1", "holder-2", "holder-3", "holder-4", "holder-5", "holder-6"];
export const INKS: readonly Ink[] = ["mark", "other", ...HOLDERS];

export interface Mark {
  key: string;
  name: string;
  at: [number, number];
  /** Radius of the full circle: the low end of the dead, or the smallest where none are counted; 0 for ground alone. */
  core: number;
  /** Radius of the ring: the high end; without one the ring is thin and stands outside the low end. */
  ring: number;
  open: boolean;
  ink: Ink;
  /** How full the circle is: what is only a middle, or may have been at another time, is pale. */
  fill: number;
  ground: Ground | null;
  /** What it says, for the table and for those who listen; the card has it line by line. */
  words: string;
  lines: string[];
  statement: string;
}

/** Who holds the place: the inside has the colour of the holder, paler the longer ago it was last said; the edge that of who contests it. */
export interface Ground {
  inside: Ink | null;
  strength: number;
  edge: Ink;
  contested: boolean;
}

export const LEAST = 3.5;
const LARGEST = 24;
export const GROUND = 17;

/** Radius in pixels of a count of dead: 1 is just visible, 1,000 and above is the largest. */
export function radiusOf(dead: number): number {
  return LEAST + (LARGEST - LEAST) * Math.sqrt(Math.min(1, Math.log10(1 + dead) ** 2 / 9));
}

export function sizes(counted: boolean, low: number | null, high: number | null): Pick<Mark, "core" | "ring" | "open" | "ink"> {
  if (!counted) return { core: LEAST, ring: 0, open: false, ink: "other" };
  const core = radiusOf(low ?? 0);
  return { core, ring: high === null ? core + 7 : Math.max(core, radiusOf(high)), open: high === null, ink: "mark" };
}

/** All that is said of a place at once. */
export function markOfPlace({ geometry, properties: it }: PlaceFeature): Mark {
  const dead = it.dead ? `${rangeWords(it.dead.low, it.dead.high)} dead` : "";
  return {
    key: `${it.name}/${geometry.coordinates.join()}`,
    name: it.name,
    at: geometry.coordinates,
    ...sizes(it.dead !== null, it.dead?.low ?? null, it.dead?.high ?? null),
    fill: it.area ? 0.25 : 0.85,
    ground: null,
    words: `${it.name}${it.area ? " (area, drawn at its middle)" : ""}: ${many(it.statements, "statement")}${dead && `, ${dead}`}`,
    lines: [
      `${many(it.statements, "statement")}: ${Object.entries(it.kinds).map(([kind, number]) => `${number} ${kindOf(kind).plural}`).join(", ")}`,
      ...(dead ? [`${dead}, the highest figure of one statement`] : []),
    ],
    statement: it.first,
  };
}

/** Whether this browser can draw the map with WebGL; if not, it is drawn as SVG. `?map=svg` asks for that. */
export function hasWebGl(): boolean {
  if (new URLSearchParams(location.search).get("map") === "svg") return false;
  try {
    return Boolean(document.createElement("canvas").getContext("webgl2"));
  } catch {
    return false;
  }
}
