import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { landPlugin } from "./land.ts";
import { mapStylesPlugin } from "./mapstyles.ts";
import { plotPartsPlugin } from "./plotparts.ts";
import { sizePlugin } from "./size.ts";

// The site is written into the Python package; `dateline serve` gives it, with a policy that lets nothing inline run.
export default defineConfig({
  plugins: [svelte(), landPlugin(), mapStylesPlugin(), plotPartsPlugin(), sizePlugin()],
  base: "./",
  build: {
    outDir: "../src/dateline/site",
    emptyOutDir: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2022",
    chunkSizeWarningLimit: 1200,
    reportCompressedSize: false,
    // Not every web server knows that .mjs is JavaScript, and browsers refuse modules of another type.
    rolldownOptions: { output: { assetFileNames: (file) => `assets/[name]-[hash]${file.names[0]?.endsWith(".mjs") ? ".js" : "[extname]"}` } },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8321" } },
});
