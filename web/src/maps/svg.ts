// The same map as SVG, for browsers without WebGL.
import * as Plot from "../plots";
import type { Feature, MultiPoint } from "geojson";
import type { PlaceFeature } from "../records";
import type { Picture } from "./names";
import type { Shapes } from "./shapes";
import { drawn, placeWords } from "./sizes";

export function svgMap(features: PlaceFeature[], shapes: Shapes, width: number, height: number): { picture: Element; project: Picture["project"] } {
  const points: Feature<MultiPoint> = {
    type: "Feature",
    properties: {},
    geometry: { type: "MultiPoint", coordinates: features.map((feature) => feature.geometry.coordinates) },
  };
  const x = (feature: PlaceFeature) => feature.geometry.coordinates[0];
  const y = (feature: PlaceFeature) => feature.geometry.coordinates[1];
  const colour = (feature: PlaceFeature) => (feature.properties.dead ? "var(--mark)" : "var(--other)");
  const spread = features.length > 1 ? points : shapes.land;
  const picture = Plot.plot({
    className: "plot",
    width,
    height,
    margin: 0,
    ariaLabel: "Map of places; the table below it says the same",
    projection: { type: "mercator", domain: spread, inset: 48 },
    marks: [
      Plot.frame({ fill: "var(--sea)", stroke: "none" }),
      Plot.geo(shapes.land, { fill: "var(--land)" }),
      Plot.geo(shapes.borders, { stroke: "var(--border)", strokeWidth: 0.8 }),
      Plot.dot(features.filter((feature) => drawn(feature).ring > 0), { x, y, r: { value: (feature: PlaceFeature) => drawn(feature).ring, scale: null } as never, fill: "var(--mark)", fillOpacity: 0.16, stroke: "var(--mark)" }),
      Plot.dot(features, { x, y, r: { value: (feature: PlaceFeature) => drawn(feature).core, scale: null } as never, sort: null, fill: colour, fillOpacity: 0.85, stroke: "var(--paper)", title: placeWords }),
    ],
  });
  // Where the names go: the last group of circles has one for each place, in their order.
  const circles = [...(picture.querySelectorAll("g:last-of-type > circle"))];
  const spots = new Map(features.map((feature, index) => [feature.geometry.coordinates.join(), circles[index]]));
  const project = (at: [number, number]): { x: number; y: number } => {
    const circle = spots.get(at.join());
    return circle ? { x: Number(circle.getAttribute("cx")), y: Number(circle.getAttribute("cy")) } : { x: -1, y: -1 };
  };
  return { picture: Plot.asImage(picture), project };
}
