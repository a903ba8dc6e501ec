// The same map as SVG, for browsers without WebGL. Everything is laid on the plane first (Mercator, as the other map): the shapes are cut
// at the date line, and drawn on the sphere a sliver that runs the wrong way around would fill the world.
import type { Feature, FeatureCollection, Geometry, MultiLineString, MultiPoint, Position } from "geojson";
import * as Plot from "../plots";
import { GROUND, type Mark } from "./marks";
import type { Picture } from "./names";
import type { Shapes } from "./shapes";

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

export interface SvgMap extends Picture {
  picture: Element;
  show(marks: Mark[]): void;
}

/** The land, with places for all points; what is drawn on it may change without the land being drawn again. */
export function svgMap(points: [number, number][], shapes: Shapes, width: number, height: number): SvgMap {
  const { land, borders } = flat(shapes);
  const all: Feature<MultiPoint> = { type: "Feature", properties: {}, geometry: { type: "MultiPoint", coordinates: points.map(onPlane) } };
  const picture = Plot.plot({
    className: "plot",
    width,
    height,
    margin: 0,
    ariaLabel: "Map of places; the table below it says the same",
    projection: { type: "identity", domain: points.length > 1 ? all : land, inset: 48 },
    marks: [
      Plot.geo(land, { fill: "var(--land)", stroke: "var(--border)", strokeWidth: 0.5 }),
      Plot.geo(borders, { stroke: "var(--border)", strokeWidth: 0.8 }),
      Plot.dot(points, { x: (at: Position) => onPlane(at)[0], y: (at: Position) => onPlane(at)[1], r: 1, sort: null, stroke: "none" }),
    ],
  });
  // The last group of circles has one for each point, in their order: it tells where the points stand, and is not seen.
  const circles = [...picture.querySelectorAll("g:last-of-type > circle")];
  const spots = new Map(points.map((at, index) => [at.join(), { x: Number(circles[index]?.getAttribute("cx")), y: Number(circles[index]?.getAttribute("cy")) }]));
  circles[0]?.parentElement?.remove();
  const project = (at: [number, number]): { x: number; y: number } => spots.get(at.join()) ?? { x: -1, y: -1 };
  const layer = document.createElementNS("http://www.w3.org/2000/svg", "g");
  picture.append(layer);
  const show = (marks: Mark[]): void => layer.replaceChildren(...marks.flatMap((mark) => circlesOf(mark, project(mark.at))));
  return { picture: Plot.asImage(picture), project, show };
}

function circlesOf({ core, ring, open, ink, fill, ground, words }: Mark, { x, y }: { x: number; y: number }): Element[] {
  const circle = (r: number, attributes: Record<string, string | number>): Element => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", "circle");
    for (const [name, value] of Object.entries({ cx: x, cy: y, r, ...attributes })) made.setAttribute(name, String(value));
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = words;
    made.append(title);
    return made;
  };
  const colour = (name: string): string => `var(--${name})`;
  return [
    ...(ground ? [circle(GROUND, { fill: ground.inside ? colour(ground.inside) : "none", "fill-opacity": ground.strength, stroke: colour(ground.edge), "stroke-width": ground.contested ? 4 : 1 })] : []),
    ...(ring ? [circle(ring, { fill: colour(ink), "fill-opacity": open ? 0.08 : 0.16, stroke: colour(ink), "stroke-width": open ? 0.75 : 1.2 })] : []),
    ...(core ? [circle(core, { fill: colour(ink), "fill-opacity": fill, stroke: fill < 0.5 ? colour(ink) : "var(--paper)" })] : []),
  ];
}
