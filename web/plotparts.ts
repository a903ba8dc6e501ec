// Observable Plot without what the desk never draws: legends, and colours by the name of a scheme. The desk's colours are those of the page,
// always given, and its legends are words. What is left out stops with an error where it is asked for after all.
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

export function plotPartsPlugin(): Plugin {
  return {
    name: "plot-parts",
    enforce: "pre",
    load(id) {
      const part = /@observablehq\/plot\/src\/(.+\.js)$/.exec(id.replaceAll("\\", "/"))?.[1];
      return part ? (IN_PLACE[part] ?? null) : null;
    },
  };
}
