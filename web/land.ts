// Natural Earth's countries at 1:50 million (by way of world-atlas), made ready at build: cut at the date line, for a flat map draws
// whatever crosses it as a band around the world; and made lighter: small bends and specks go, borders stay shared.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { geoEquirectangular } from "d3-geo";
import { geoProject } from "d3-geo-projection";
import type { FeatureCollection } from "geojson";
import { feature, quantize } from "topojson-client";
import { topology } from "topojson-server";
import { filter, filterWeight, presimplify, simplify } from "topojson-simplify";
import type { GeometryCollection, Topology } from "topojson-specification";
import type { Plugin } from "vite";

/** Square degrees: the smallest bend that is kept, about 5 km across; and the smallest island. */
const BEND = 0.003;
const SPECK = 0.01;

type Atlas = Topology<{ countries: GeometryCollection<{ name: string }> }>;

export function land(): string {
  const path = createRequire(import.meta.url).resolve("world-atlas/countries-50m.json");
  const atlas = JSON.parse(readFileSync(path, "utf-8")) as Atlas;
  // One degree is one unit, north is up: longitude and latitude again, now on the plane.
  const plane = geoEquirectangular().scale(180 / Math.PI).translate([0, 0]).precision(0).reflectY(true);
  const flat = geoProject(feature(atlas, atlas.objects.countries), plane) as FeatureCollection;
  const countries = {
    ...flat,
    features: flat.features.filter((one) => one.geometry).map(({ type, geometry, properties }) => ({ type, geometry, properties: { name: String(properties?.name) } })),
  };
  const light = simplify(presimplify(topology({ countries })), BEND);
  return JSON.stringify(quantize(filter(light, filterWeight(light, SPECK)) as Atlas, 2e4));
}

/** Serves `virtual:land` as the address of the shapes, which come as a file of their own. */
export function landPlugin(): Plugin {
  const name = "virtual:land";
  let building = false;
  return {
    name: "land",
    configResolved: (config) => void (building = config.command === "build"),
    resolveId: (id) => (id === name ? `\0${name}` : null),
    load(id) {
      if (id !== `\0${name}`) return null;
      if (!building) return `export default ${JSON.stringify(`data:application/json,${encodeURIComponent(land())}`)}`;
      const file = this.emitFile({ type: "asset", name: "land.json", source: land() });
      return `export default import.meta.ROLLUP_FILE_URL_${file}`;
    },
  };
}
