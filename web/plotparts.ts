// Observable Plot without what the desk never draws: legends, colours by the name of a scheme, and projections of the globe. The desk's colours
// are those of the page, always given, its legends are words, and its map is a plane before it is drawn. What is left out stops with an error
// where it is asked for after all.
import type { Plugin } from "vite";

const REFUSE = 'const refuse = () => { throw new Error("The desk leaves this part of Observable Plot out (web/plotparts.ts)."); };';
const IN_PLACE: Record<string, string> = {
  "scales/schemes.js": `${REFUSE}
    export const isCategoricalScheme = () => false, isDivergingScheme = () => false, maybeBooleanRange = () => undefined;
    export { refuse as ordinalScheme, refuse as ordinalRange, refuse as quantitativeScheme };`,
  "legends.js": `${REFUSE}
    export const createLegends = () => [], exposeLegends = () => refuse;
    export { refuse as legend };`,
};
const PROJECTIONS = /^\s*(geo(?:Albers|Azimuthal|Conic|EqualEarth|Equirectangular|Gnomonic|Mercator|Orthographic|Stereographic|TransverseMercator)\w*),?$/gm;

export function plotPartsPlugin(): Plugin {
  const partOf = (id: string): string => /@observablehq\/plot\/src\/(.+\.js)$/.exec(id.replaceAll("\\", "/"))?.[1] ?? "";
  return {
    name: "plot-parts",
    enforce: "pre",
    load: (id) => IN_PLACE[partOf(id)] ?? null,
    transform(code, id) {
      if (partOf(id) !== "projection.js") return null;
      const end = code.indexOf("} from");
      const names = [...code.slice(0, end).matchAll(PROJECTIONS)].map((found) => found[1]);
      const rest = code.slice(0, end).replace(PROJECTIONS, "").replace(/,\s*$/, "\n");
      return `${rest}${code.slice(end)}\n${REFUSE}\nconst ${names.map((name) => `${name} = refuse`).join(", ")};`;
    },
  };
}
