import { vitePreprocess } from "@sveltejs/vite-plugin-svelte";

// Tables are laid out as cards on narrow screens, which takes their meaning from them unless it is said.
const warningFilter = (warning) => warning.code !== "a11y_no_redundant_roles";

export default { compilerOptions: { warningFilter }, preprocess: vitePreprocess({ style: false }) };
