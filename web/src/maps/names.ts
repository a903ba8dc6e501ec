// Which names stand on the map, and where: places before countries, the most spoken of first, none over another.
import { GROUND, type Mark } from "./marks";

export interface Name {
  key: string;
  words: string;
  x: number;
  y: number;
  /** None: the name of a country, for finding one's way. */
  mark: Mark | null;
}

export interface Picture {
  project(at: [number, number]): { x: number; y: number };
}

type Box = [number, number, number, number];
const MOST_PLACES = 150;
const HEIGHT = 15;

export function namesIn(picture: Picture, marks: Mark[], countries: { name: string; at: [number, number]; size: number }[], width: number, height: number): Name[] {
  const taken: Box[] = [];
  const free = ([left, top, right, bottom]: Box): boolean =>
    left >= 2 && top >= 2 && right <= width - 2 && bottom <= height - 20 && taken.every(([l, t, r, b]) => right < l || left > r || bottom < t || top > b);
  const names: Name[] = [];

  // A place with several marks has one name.
  const places = new Map<string, Mark>();
  for (const mark of marks) if (!places.has(`${mark.name}/${mark.at.join()}`)) places.set(`${mark.name}/${mark.at.join()}`, mark);
  for (const [key, mark] of [...places].slice(0, MOST_PLACES)) {
    const { x, y } = picture.project(mark.at);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const { name } = mark;
    const wide = name.length * 6.6 + 6;
    const aside = (mark.ground ? GROUND : Math.max(mark.core, 4)) + 3;
    const tries: [number, number][] = [[x + aside, y - HEIGHT / 2], [x - aside - wide, y - HEIGHT / 2], [x - wide / 2, y - aside - HEIGHT], [x - wide / 2, y + aside]];
    const spot = tries.find(([left, top]) => free([left, top, left + wide, top + HEIGHT]));
    if (!spot) continue;
    taken.push([spot[0], spot[1], spot[0] + wide, spot[1] + HEIGHT]);
    names.push({ key, words: name, x: spot[0], y: spot[1], mark });
  }
  const said = new Set(marks.map((mark) => mark.name));
  for (const { name, at, size } of countries) {
    if (said.has(name)) continue;
    const { x, y } = picture.project(at);
    const across = (picture.project([at[0] + 1, at[1]]).x - x) * Math.sqrt(size);
    if (across < name.length * 4) continue; // A name much wider than its country says nothing.
    const half = (name.length * 7.2) / 2 + 6;
    const box: Box = [x - half, y - 9, x + half, y + 9];
    if (!free(box)) continue;
    taken.push(box);
    names.push({ key: `country/${name}`, words: name, x, y, mark: null });
  }
  return names;
}
