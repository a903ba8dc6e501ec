// The map in WebGL. Names are markers in the page, so no glyph files are needed; nothing is fetched but the shapes.
import { AttributionControl, Map as GlMap, NavigationControl, setWorkerUrl, type GeoJSONSource, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import { GROUND, INKS, type Ink, type Mark } from "./marks";
import type { Shapes } from "./shapes";

setWorkerUrl(workerUrl);

export interface Colours {
  sea: string;
  land: string;
  border: string;
  paper: string;
  inks: Record<Ink, string>;
}

export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  const of = (name: string): string => style.getPropertyValue(`--${name}`).trim();
  return { sea: of("sea"), land: of("land"), border: of("border"), paper: of("paper"), inks: Object.fromEntries(INKS.map((ink) => [ink, of(ink)])) };
}

function styleOf(shapes: Shapes, colours: Colours): StyleSpecification {
  const inked = (property: string) => ["match", ["get", property], ...INKS.flatMap((ink) => [ink, colours.inks[ink] ?? ""]), colours.inks.other ?? ""];
  const get = (property: string) => ["get", property];
  return {
    version: 8,
    sources: {
      land: { type: "geojson", data: shapes.land, attribution: "Natural Earth" },
      borders: { type: "geojson", data: { type: "Feature", geometry: shapes.borders, properties: {} } },
      marks: { type: "geojson", data: { type: "FeatureCollection", features: [] } },
    },
    layers: [
      { id: "sea", type: "background", paint: { "background-color": colours.sea } },
      { id: "land", type: "fill", source: "land", paint: { "fill-color": colours.land, "fill-outline-color": colours.border } },
      { id: "borders", type: "line", source: "borders", paint: { "line-color": colours.border, "line-width": 1 } },
      {
        id: "grounds", type: "circle", source: "marks", filter: ["has", "edge"],
        paint: { "circle-radius": GROUND, "circle-color": inked("inside"), "circle-opacity": get("strength"), "circle-stroke-color": inked("edge"), "circle-stroke-width": ["case", get("contested"), 4, 1], "circle-stroke-opacity": 0.8 },
      },
      {
        id: "rings", type: "circle", source: "marks", filter: [">", get("ring"), 0],
        paint: {
          "circle-radius": get("ring"), "circle-color": inked("ink"), "circle-opacity": ["case", get("open"), 0.08, 0.18],
          "circle-stroke-color": inked("ink"), "circle-stroke-width": ["case", get("open"), 0.75, 1.5], "circle-stroke-opacity": ["case", get("open"), 0.6, 0.9],
        },
      },
      {
        id: "cores", type: "circle", source: "marks", filter: [">", get("core"), 0],
        paint: { "circle-radius": get("core"), "circle-color": inked("ink"), "circle-opacity": get("fill"), "circle-stroke-color": ["case", ["<", get("fill"), 0.5], inked("ink"), colours.paper], "circle-stroke-width": 1.25 },
      },
    ],
  } as unknown as StyleSpecification;
}

export class GlView {
  readonly map: GlMap;
  #ready: Promise<void>;

  constructor(container: HTMLElement, shapes: Shapes, onMove: () => void, onLook: (look: string) => void) {
    this.map = new GlMap({
      container,
      style: styleOf(shapes, coloursNow()),
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
    this.map.on("moveend", (event) => {
      // What the map does by itself is no wish of whoever looks at it.
      const { lng, lat } = this.map.getCenter();
      if (event.originalEvent) onLook([lng, lat, this.map.getZoom()].map((one) => one.toFixed(2)).join());
    });
    this.map.on("idle", () => container.setAttribute("data-ready", "true"));
    this.#ready = new Promise((resolve) => this.map.once("load", () => resolve()));
  }

  /** The key of the mark at a point of the picture. */
  hit(point: { x: number; y: number }): string | null {
    const found = this.map.queryRenderedFeatures([point.x, point.y], { layers: ["cores", "rings", "grounds"] })[0];
    return found ? String(found.properties.key) : null;
  }

  async show(marks: Mark[]): Promise<void> {
    await this.#ready;
    this.map.getContainer().removeAttribute("data-ready");
    // The largest are drawn first, so that small ones lie on top of them.
    const sorted = [...marks].sort((one, other) => other.ring - one.ring);
    const features = sorted.map(({ key, at, core, ring, open, ink, fill, ground }) => ({
      type: "Feature" as const,
      geometry: { type: "Point" as const, coordinates: at },
      properties: { key, core, ring, open, ink, fill, ...(ground && { ...ground, inside: ground.inside ?? "", strength: ground.inside ? ground.strength : 0 }) },
    }));
    this.map.getSource<GeoJSONSource>("marks")?.setData({ type: "FeatureCollection", features });
  }

  /** Show all points, or what is told as longitude, latitude and zoom. */
  async fit(points: [number, number][], look: string): Promise<void> {
    await this.#ready;
    const [lng = NaN, lat = NaN, zoom = NaN] = look.split(",").map(Number);
    if (Math.abs(lng) <= 180 && Math.abs(lat) <= 85 && zoom >= 0) return void this.map.jumpTo({ center: [lng, lat], zoom });
    if (!points.length) return;
    const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const box: [[number, number], [number, number]] = [[Math.min(...xs), Math.min(...ys)], [Math.max(...xs), Math.max(...ys)]];
    this.map.fitBounds(box, { padding: { top: 40, bottom: 40, left: 60, right: 90 }, maxZoom: 4.6, animate: false });
  }

  paint(shapes: Shapes, marks: Mark[]): void {
    this.map.setStyle(styleOf(shapes, coloursNow()), { diff: false });
    this.map.once("style.load", () => void this.show(marks));
  }

  /** Where a place stands in the picture, in pixels. */
  project(at: [number, number]): { x: number; y: number } {
    return this.map.project(at);
  }

  remove(): void {
    this.map.remove();
  }
}
