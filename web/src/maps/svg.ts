// The same map as SVG, for browsers without WebGL. Everything is laid on the plane first (Mercator, as the other map): the shapes are cut
// at the date line, and drawn on the sphere a sliver that runs the wrong way around would fill the world.
import type { Feature, FeatureCollection, Geometry, MultiLineString, MultiPoint, Position } from "geojson";
import * as Plot from "../plots";
import type { PlaceFeature } from "../records";
import type { Picture } from "./names";
import type { Shapes } from "./shapes";
import { drawn, placeWords } from "./sizes";

const FARTHEST = 84;

function onPlane([longitude = 0, latitude = 0]: Position): [number, number] {
  const angle = (Math.min(FARTHEST, Math.max(-FARTHEST, latitude)) * Math.PI) / 180;
  return [longitude, (-180 / Math.PI) * Math.log(Math.tan(Math.PI / 4 + angle / 2))];
}

function flat(shapes: Shapes): { land: FeatureCollection; borders: MultiLineString } {
  const line = (positions: Position[]): Position[] => positions.map(onPlane);
  const shape = (geometry: Geometry): Geometry =>
    geometry.type === "Polygon"
      ? { ...geometry, coordinates: geometry.coordinates.map(line) }
      : geometry.type === "MultiPolygon"
        ? { ...geometry, coordinates: geometry.coordinates.map((part) => part.map(line)) }
        : geometry;
  return {
    land: { type: "FeatureCollection", features: shapes.land.features.map((one) => ({ ...one, geometry: shape(one.geometry) })) },
    borders: { ...shapes.borders, coordinates: shapes.borders.coordinates.map(line) },
  };
}

export function svgMap(features: PlaceFeature[], shapes: Shapes, width: number, height: number): { picture: Element; project: Picture["project"] } {
  const at = new Map(features.map((feature) => [feature, onPlane(feature.geometry.coordinates)]));
  const { land, borders } = flat(shapes);
  const points: Feature<MultiPoint> = { type: "Feature", properties: {}, geometry: { type: "MultiPoint", coordinates: [...at.values()] } };
  const x = (feature: PlaceFeature) => at.get(feature)?.[0];
  const y = (feature: PlaceFeature) => at.get(feature)?.[1];
  const radius = (of: (feature: PlaceFeature) => number) => ({ value: of, scale: null }) as never;
  const picture = Plot.plot({
    className: "plot",
    width,
    height,
    margin: 0,
    ariaLabel: "Map of places; the table below it says the same",
    projection: { type: "identity", domain: features.length > 1 ? points : land, inset: 48 },
    marks: [
      Plot.geo(land, { fill: "var(--land)", stroke: "var(--border)", strokeWidth: 0.5 }),
      Plot.geo(borders, { stroke: "var(--border)", strokeWidth: 0.8 }),
      Plot.dot(features.filter((feature) => drawn(feature).ring > 0), {
        x,
        y,
        r: radius((feature) => drawn(feature).ring),
        fill: "var(--mark)",
        fillOpacity: 0.16,
        stroke: "var(--mark)",
        strokeWidth: 1.2,
      }),
      Plot.dot(features, {
        x,
        y,
        r: radius((feature) => drawn(feature).core),
        sort: null,
        fill: (feature: PlaceFeature) => (feature.properties.dead ? "var(--mark)" : "var(--other)"),
        fillOpacity: 0.85,
        stroke: "var(--paper)",
        title: placeWords,
      }),
    ],
  });
  // Where the names go: the last group of circles has one for each place, in their order.
  const circles = [...picture.querySelectorAll("g:last-of-type > circle")];
  const spots = new Map(features.map((feature, index) => [feature.geometry.coordinates.join(), circles[index]]));
  const project = (place: [number, number]): { x: number; y: number } => {
    const circle = spots.get(place.join());
    return circle ? { x: Number(circle.getAttribute("cx")), y: Number(circle.getAttribute("cy")) } : { x: -1, y: -1 };
  };
  return { picture: Plot.asImage(picture), project };
}
