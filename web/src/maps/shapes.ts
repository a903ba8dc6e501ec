// The countries as shapes: fetched once from the desk's own server, when a map is opened first.
import type { FeatureCollection, MultiLineString, MultiPolygon, Polygon } from "geojson";
import { feature, mesh } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import address from "virtual:land";

export interface Shapes {
  land: FeatureCollection<Polygon | MultiPolygon, { name: string }>;
  borders: MultiLineString;
  /** Names of countries, the largest first, each at the middle of its largest part. */
  names: { name: string; at: [number, number]; size: number }[];
}

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;
let shapes: Promise<Shapes> | undefined;

export function loadShapes(): Promise<Shapes> {
  shapes ??= fetch(address)
    .then((answer) => answer.json() as Promise<Atlas>)
    .then(async (atlas) => {
      // With a pause after each part, in which the page answers.
      const pause = (): Promise<void> => new Promise((go) => setTimeout(go));
      const { countries } = atlas.objects;
      await pause();
      const land = feature(atlas, countries) as Shapes["land"];
      await pause();
      const borders = mesh(atlas, countries, (one, other) => one !== other);
      await pause();
      return { land, borders, names: namesOf(land) };
    });
  return shapes;
}

function namesOf(land: Shapes["land"]): Shapes["names"] {
  const names: Shapes["names"] = [];
  for (const { geometry, properties } of land.features) {
    if (!geometry) continue;
    const rings = geometry.type === "Polygon" ? [geometry.coordinates[0]] : geometry.coordinates.map((part) => part[0]);
    let size = 0;
    let at: [number, number] = [0, 0];
    for (const ring of rings) {
      if (!ring) continue;
      const [area, x, y] = middleOf(ring);
      if (area > size) [size, at] = [area, [x, y]];
    }
    if (size > 0) names.push({ name: properties.name, at, size });
  }
  return names.sort((one, other) => other.size - one.size);
}

/** Area and centroid of a ring on the plane of longitude and latitude: good enough to place a name. */
function middleOf(ring: number[][]): [number, number, number] {
  let [area, x, y] = [0, 0, 0];
  ring.forEach(([x0 = 0, y0 = 0], index) => {
    const [x1 = 0, y1 = 0] = ring[(index + 1) % ring.length] ?? [];
    const cross = x0 * y1 - x1 * y0;
    area += cross;
    x += (x0 + x1) * cross;
    y += (y0 + y1) * cross;
  });
  return area ? [Math.abs(area / 2), x / (3 * area), y / (3 * area)] : [0, 0, 0];
}
