// How large a place is drawn. The area of a circle grows with the number, from the low end (full) to the high end (ring).
import type { PlaceFeature } from "../records";
import { many, rangeWords } from "../words";

export const LEAST = 3.5;
const LARGEST = 24;

/** Radius in pixels of a count of dead: 1 is just visible, 1,000 and above is the largest. */
export function radiusOf(dead: number): number {
  return LEAST + (LARGEST - LEAST) * Math.sqrt(Math.min(1, Math.log10(1 + dead) ** 2 / 9));
}

export interface Drawn {
  /** Radius of the full circle: the low end of the dead, or the smallest where none are counted. */
  core: number;
  /** Radius of the ring: the high end; without one the ring is broken and stands outside the low end. */
  ring: number;
  open: boolean;
  counted: boolean;
}

export function drawn({ properties: { dead } }: PlaceFeature): Drawn {
  if (!dead) return { core: LEAST, ring: 0, open: false, counted: false };
  const core = radiusOf(dead.low);
  const open = dead.high === null;
  return { core, ring: open ? core + 7 : Math.max(core, radiusOf(dead.high ?? 0)), open, counted: true };
}

export function placeWords({ properties }: PlaceFeature): string {
  const dead = properties.dead ? `, ${rangeWords(properties.dead.low, properties.dead.high)} dead` : "";
  return `${properties.name}${properties.area ? " (area, drawn at its middle)" : ""}: ${many(properties.statements, "statement")}${dead}`;
}

/** Whether this browser can draw the map with WebGL; if not, it is drawn as SVG. `?map=svg` asks for that. */
export function hasWebGl(): boolean {
  if (new URLSearchParams(location.search).get("map") === "svg") return false;
  try {
    const canvas = document.createElement("canvas");
    return Boolean(canvas.getContext("webgl2"));
  } catch {
    return false;
  }
}
