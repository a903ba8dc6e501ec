// The map in WebGL. Names are markers in the page, so no glyph files are needed; nothing is fetched but the shapes.
import { AttributionControl, Map as GlMap, NavigationControl, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { PlaceFeature } from "../records";
import type { Shapes } from "./shapes";
import { drawn } from "./sizes";

setWorkerUrl(workerUrl);

export interface Colours {
  sea: string;
  land: string;
  border: string;
  mark: string;
  other: string;
  ring: string;
}

function styleOf(shapes: Shapes, colours: Colours): StyleSpecification {
  const counted = ["get", "counted"] as const;
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: shapes.land, attribution: "Natural Earth" },
      borders: { type: "geojson", data: { type: "Feature", geometry: shapes.borders, properties: {} } },
      places: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land, "fill-outline-color": colours.border } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": colours.border, "line-width": 1 } },
      {
        id: "rings",
        type: "circle",
        source: "places",
        filter: [">", ["get", "ring"], 0],
        paint: {
          "circle-radius": ["get", "ring"],
          "circle-color": colours.mark,
          "circle-opacity": ["case", ["get", "open"], 0.08, 0.18],
          "circle-stroke-color": colours.mark,
          "circle-stroke-width": ["case", ["get", "open"], 0.75, 1.5],
          "circle-stroke-opacity": ["case", ["get", "open"], 0.6, 0.9],
        },
      },
      {
        id: "cores",
        type: "circle",
        source: "places",
        paint: {
          "circle-radius": ["get", "core"],
          "circle-color": ["case", counted, colours.mark, colours.other],
          "circle-opacity": ["case", ["get", "area"], 0.25, 0.85],
          "circle-stroke-color": ["case", ["get", "area"], ["case", counted, colours.mark, colours.other], colours.ring],
          "circle-stroke-width": 1.25,
        },
      },
    ],
  } as StyleSpecification;
}

export class GlView {
  readonly map: GlMap;
  #ready: Promise<void>;

  constructor(container: HTMLElement, shapes: Shapes, colours: Colours, onMove: () => void) {
    this.map = new GlMap({
      container,
      style: styleOf(shapes, colours),
      center: [20, 20],
      zoom: 1,
      maxZoom: 10,
      renderWorldCopies: false,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      canvasContextAttributes: { preserveDrawingBuffer: true },
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new AttributionControl({ compact: false }), "bottom-right");
    this.map.getCanvas().setAttribute("aria-label", "Map of places; the table below it says the same");
    this.map.on("move", onMove);
    this.map.on("idle", () => container.setAttribute("data-ready", "true"));
    this.#ready = new Promise((resolve) => this.map.once("load", () => resolve()));
  }

  async show(features: PlaceFeature[], fit: boolean): Promise<void> {
    await this.#ready;
    this.map.getContainer().removeAttribute("data-ready");
    // The largest are drawn first, so that small ones lie on top of them.
    const sorted = [...features].sort((one, other) => drawn(other).ring - drawn(one).ring);
    const data = sorted.map((feature) => ({ ...feature, properties: { ...drawn(feature), area: feature.properties.area, first: feature.properties.first, name: feature.properties.name } }));
    this.map.getSource<GeoJSONSource>("places")?.setData({ type: "FeatureCollection", features: data });
    if (fit && features.length) this.#fit(features);
  }

  #fit(features: PlaceFeature[]): void {
    const xs = features.map((feature) => feature.geometry.coordinates[0]);
    const ys = features.map((feature) => feature.geometry.coordinates[1]);
    const box: [[number, number], [number, number]] = [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
    this.map.fitBounds(box, { padding: { top: 40, bottom: 40, left: 60, right: 90 }, maxZoom: 4.6, animate: false });
  }

  paint(colours: Colours, shapes: Shapes, features: PlaceFeature[]): void {
    this.map.setStyle(styleOf(shapes, colours), { diff: false });
    this.map.once("style.load", () => void this.show(features, false));
  }

  /** Where a place stands in the picture, in pixels. */
  project(at: [number, number]): { x: number; y: number } {
    return this.map.project(at);
  }

  remove(): void {
    this.map.remove();
  }
}
