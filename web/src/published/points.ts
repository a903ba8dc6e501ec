// Statements -> places of the map, days and counts of values: `dateline.situation.points` and what a case file counts.
import type { Days, DocumentLine, Facets, Place, PlaceFeature, Places, Statement } from "../records.ts";

const MOST_POINTS = 2000;
const MOST_FACETS = 300;
const WITHHELD = /\[private person \d+\]/;

function labelOf(place: Place): string {
  return place.relation && !place.relation.includes(place.name) ? `${place.relation} ${place.name}` : place.relation || place.name;
}

function isArea(place: Place): boolean {
  return place.precision === 3 || !/^[PS]/.test(place.feature ?? "");
}

export function placesOf(statements: Statement[]): Places {
  const at = new Map<string, { place: Place; members: Statement[] }>();
  let unplaced = 0;
  for (const statement of statements) {
    const found = new Map<string, Place>();
    for (const place of statement.places) {
      if (place.latitude !== null && place.longitude !== null) found.set(`${labelOf(place)}/${place.latitude}/${place.longitude}`, place);
    }
    if (!found.size) unplaced += 1;
    for (const [key, place] of found) {
      const there = at.get(key) ?? { place, members: [] };
      there.members.push(statement);
      at.set(key, there);
    }
  }
  const features = [...at.values()].map(({ place, members }): PlaceFeature => ({
    type: "Feature",
    geometry: { type: "Point", coordinates: [place.longitude ?? 0, place.latitude ?? 0] },
    properties: {
      name: labelOf(place), country: place.country, area: isArea(place), kinds: tally(members.map((one) => [one.assertion.kind])), statements: members.length,
      first: members[0]?.assertion.id ?? "", dead: deadOf(members),
    },
  }));
  features.sort((one, other) => {
    const [a, b] = [one.properties, other.properties];
    return b.statements - a.statements || compare(a.name, b.name) || one.geometry.coordinates[1] - other.geometry.coordinates[1] || one.geometry.coordinates[0] - other.geometry.coordinates[0];
  });
  return { type: "FeatureCollection", features: features.slice(0, MOST_POINTS), total: features.length, unplaced };
}

function deadOf(members: Statement[]): PlaceFeature["properties"]["dead"] {
  let most: PlaceFeature["properties"]["dead"] = null;
  const size = (one: { low: number; high: number | null }): number => Math.max(one.low, one.high ?? 0);
  for (const { assertion, quantities } of members) {
    if (assertion.hedge === "denied") continue;
    for (const { of, ratio, low, high } of quantities) {
      if (of !== "killed" || ratio || (low === null && high === null)) continue;
      const dead = { low: low ?? 0, high, statement: assertion.id };
      if (!most || size(dead) > size(most) || (size(dead) === size(most) && dead.low > most.low)) most = dead;
    }
  }
  return most;
}

export function daysOf(statements: Statement[]): Days[] {
  const found = new Map<string, Days>();
  for (const { time, assertion } of statements) {
    if (!time) continue;
    const key = `${time.start}/${time.end}/${assertion.kind}`;
    const days = found.get(key) ?? { start: time.start, end: time.end, kind: assertion.kind, statements: 0 };
    days.statements += 1;
    found.set(key, days);
  }
  return [...found.entries()].sort(([one], [other]) => compare(one, other)).map(([, days]) => days);
}

/** What a query may be narrowed by. Withheld names are left out: of two documents they are not one person. */
export function facetsOf(statements: Statement[], documents: Map<string, DocumentLine>): Facets {
  const values = (of: (statement: Statement) => (string | null | undefined)[]): Record<string, number> => {
    const counted = Object.entries(tally(statements.map(of))).filter(([name]) => !WITHHELD.test(name));
    return Object.fromEntries(counted.sort(([a, one], [b, other]) => other - one || compare(a, b)).slice(0, MOST_FACETS));
  };
  return {
    kinds: values((one) => [one.assertion.kind]),
    types: values((one) => [one.assertion.type]),
    hedges: values((one) => [one.assertion.hedge]),
    outlets: values((one) => [documents.get(one.assertion.document)?.outlet]),
    voices: values((one) => [one.voice.type === "author" ? "author" : one.voice.name]),
    places: values((one) => one.places.map((place) => place.name)),
    countries: values((one) => one.places.map((place) => place.country)),
    actors: values((one) => one.participants.map((who) => who.name)),
  };
}

function tally(lists: (string | null | undefined)[][]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const list of lists) for (const value of new Set(list)) if (value) counts[value] = (counts[value] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([one], [other]) => compare(one, other)));
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
