// The parts of Observable Plot that the desk draws with, and no other, so that the rest is left out of what is fetched.
export { dot, frame, geo, plot, rectY, ruleY, text } from "@observablehq/plot";
