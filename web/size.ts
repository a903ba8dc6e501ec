// Prints what the browser fetches, gzipped, and stops the build when scripts and styles are more than they may be.
import { gzipSync } from "node:zlib";
import type { Plugin } from "vite";

const MOST_KB = 600;

export function sizePlugin(): Plugin {
  return {
    name: "size",
    apply: "build",
    writeBundle(_, bundle) {
      let [code, data] = [0, 0];
      const say = (size: number, what: string): void => console.log(`${(size / 1000).toFixed(1).padStart(7)} kB gzipped  ${what}`);
      for (const file of Object.values(bundle)) {
        const size = gzipSync(file.type === "chunk" ? file.code : file.source, { level: 9 }).length;
        if (file.fileName.endsWith(".json")) data += size;
        else code += size;
        if (size > 2000) say(size, file.fileName);
      }
      say(code, `scripts and styles, of ${MOST_KB} at most; most of it is fetched with the first map`);
      say(data, "shapes of countries");
      if (code > MOST_KB * 1000) this.error(`The desk is larger than ${MOST_KB} kB gzipped.`);
    },
  };
}
