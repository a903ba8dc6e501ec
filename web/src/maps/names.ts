// Which names stand on the map, and where: places before countries, the most spoken of first, none over another.
import type { PlaceFeature } from "../records";
import { drawn } from "./sizes";

export interface Name {
  key: string;
  words: string;
  x: number;
  y: number;
  /** None: the name of a country, for finding one's way. */
  feature: PlaceFeature | null;
}

export interface Picture {
  project(at: [number, number]): { x: number; y: number };
}

type Box = [number, number, number, number];
const MOST_PLACES = 150;
const HEIGHT = 15;

export function namesIn(picture: Picture, places: PlaceFeature[], countries: { name: string; at: [number, number]; size: number }[], width: number, height: number): Name[] {
  const taken: Box[] = [];
  const free = ([left, top, right, bottom]: Box): boolean =>
    left >= 2 && top >= 2 && right <= width - 2 && bottom <= height - 20 && taken.every(([l, t, r, b]) => right < l || left > r || bottom < t || top > b);
  const names: Name[] = [];

  for (const feature of places.slice(0, MOST_PLACES)) {
    const { x, y } = picture.project(feature.geometry.coordinates);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const { name } = feature.properties;
    const wide = name.length * 6.6 + 6;
    const aside = Math.max(drawn(feature).core, 4) + 3;
    const tries: [number, number][] = [[x + aside, y - HEIGHT / 2], [x - aside - wide, y - HEIGHT / 2], [x - wide / 2, y - aside - HEIGHT], [x - wide / 2, y + aside]];
    const spot = tries.find(([left, top]) => free([left, top, left + wide, top + HEIGHT]));
    if (!spot) continue;
    taken.push([spot[0], spot[1], spot[0] + wide, spot[1] + HEIGHT]);
    names.push({ key: `${name}/${feature.geometry.coordinates.join()}`, words: name, x: spot[0], y: spot[1], feature });
  }
  const said = new Set(places.map((feature) => feature.properties.name));
  for (const { name, at, size } of countries) {
    if (said.has(name)) continue;
    const { x, y } = picture.project(at);
    const across = (picture.project([at[0] + 1, at[1]]).x - x) * Math.sqrt(size);
    if (across < name.length * 4) continue; // A name much wider than its country says nothing.
    const half = (name.length * 7.2) / 2 + 6;
    const box: Box = [x - half, y - 9, x + half, y + 9];
    if (!free(box)) continue;
    taken.push(box);
    names.push({ key: `country/${name}`, words: name, x, y, feature: null });
  }
  return names;
}
