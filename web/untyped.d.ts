declare module "topojson-simplify" {
  import type { Topology } from "topojson-specification";
  export function presimplify(topology: Topology): Topology;
  export function simplify(topology: Topology, minimumWeight: number): Topology;
  export function filter(topology: Topology, keep: (ring: number[][], interior: boolean) => boolean): Topology;
  export function filterWeight(topology: Topology, minimumWeight: number): (ring: number[][], interior: boolean) => boolean;
}

declare module "d3-geo-projection" {
  import type { GeoProjection } from "d3-geo";
  import type { GeoJSON } from "geojson";
  export function geoProject(object: GeoJSON, projection: GeoProjection): GeoJSON;
}
