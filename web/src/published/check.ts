// For the tests: answers paths, given as one JSON list on standard input, from the folder of files that is named as the argument.
import { readFile } from "node:fs/promises";
import { argv, stdin } from "node:process";
import { text } from "node:stream/consumers";
import { Published } from "./answers.ts";

const published = new Published(async (name) => JSON.parse(await readFile(`${argv[2]}/${name}.json`, "utf-8")) as unknown);
const answers: unknown[] = [];
for (const path of JSON.parse(await text(stdin)) as string[]) {
  answers.push(await published.answer(path).catch((error: unknown) => ({ error: String(error) })));
}
console.log(JSON.stringify(answers));
