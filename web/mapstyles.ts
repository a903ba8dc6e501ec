// MapLibre's styles without those of controls that the desk does not have: most of them are pictures of buttons.
import type { Plugin } from "vite";

const UNUSED = /maplibregl-(?:popup|user-location|ctrl-(?:geolocate|fullscreen|shrink|terrain|globe|logo|compass|scale)|cooperative|desktop-message|mobile-message|pseudo-fullscreen)/;

export function mapStylesPlugin(): Plugin {
  return {
    name: "map-styles",
    enforce: "pre",
    transform(code, id) {
      if (!/maplibre-gl\.css$/.test(id)) return null;
      const kept = code.replace(/([^{}]+)\{([^{}]*)\}/g, (_, selectors: string, rules: string) => {
        const used = selectors.split(",").filter((one) => !UNUSED.test(one));
        return used.length ? `${used.join(",")}{${rules}}` : "";
      });
      return kept.replace(/@media[^{}]*\{\s*\}/g, "");
    },
  };
}
