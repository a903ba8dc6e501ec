import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

// Tables are laid out as cards on narrow screens, which takes their meaning from them unless it is said.
const warningFilter = (warning) => warning.code !== "a11y_no_redundant_roles";

// Names of the styles of one component, as short as they can be and still be of no other: they stand at every element.
const cssHash = ({ hash, css }) => `s${hash(css).slice(0, 5)}`;

export default { compilerOptions: { cssHash, warningFilter }, preprocess: vitePreprocess({ style: false }) };
