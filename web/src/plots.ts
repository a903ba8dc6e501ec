// The parts of Observable Plot that the desk draws with, and no other, so that the rest is left out of what is fetched.
export { dot, geo, plot, rectY, ruleY, text } from "@observablehq/plot";

/** One picture with one name for those who listen; what it says part by part stands in its table. */
export function asImage<T extends Element>(picture: T): T {
  picture.setAttribute("role", "img");
  for (const part of picture.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label");
  return picture;
}
