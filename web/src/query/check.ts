// For the tests: reads queries as JSON from standard input, one list, and says what the browser makes of each.
import { stdin } from "node:process";
import { text } from "node:stream/consumers";
import { format, parse, QueryError } from "./parse.ts";

const queries = JSON.parse(await text(stdin)) as string[];
const made = queries.map((query) => {
  try {
    const terms = parse(query);
    return { terms, query: format(terms) };
  } catch (error) {
    if (error instanceof QueryError) return { error: error.message };
    throw error;
  }
});
console.log(JSON.stringify(made));
