// A query -> which published statements it means: `dateline.query.meaning` and `dateline.store.search` over what was published.
import { QueryError, type Term } from "../query/parse.ts";
import type { DocumentLine, Statement } from "../records.ts";
import { bothNumbers, foldName, foldPlace, stems } from "./folds.ts";

export interface Lookups {
  actors: Record<string, string[]>;
  places: Record<string, { places: number[]; countries: string[] }>;
  countries: Record<string, string>;
}

/** What conditions look at. */
export interface Facts {
  lookups: Lookups;
  documents: Map<string, DocumentLine>;
  /** Types of the codebook. */
  types: Record<string, string>;
  /** The words of sentences, by id; fetched where a query looks for words. */
  sentences: Record<string, string>;
}

type Meets = (statement: Statement) => boolean;
const ROLES = new Set(["actor", "recipient", "subject", "object", "target", "addressee"]);

/** Whether a statement is meant; throws a QueryError for a type or country that there is not. */
export function meaning(terms: Term[], facts: Facts): Meets {
  const all = terms.map((term) => {
    const meets = condition(term, facts);
    return term.negated ? (statement: Statement) => !meets(statement) : meets;
  });
  return (statement) => all.every((meets) => meets(statement));
}

function condition(term: Term, facts: Facts): Meets {
  const values = new Set(term.values);
  const first = term.values[0] ?? "";
  const line = (statement: Statement): DocumentLine | undefined => facts.documents.get(statement.assertion.document);
  switch (term.field) {
    case "kind":
      return ({ assertion }) => values.has(assertion.kind);
    case "hedge":
      return ({ assertion }) => values.has(assertion.hedge);
    case "type": {
      const types = new Set(term.values.map((value) => typeOf(value, facts)));
      return ({ assertion }) => types.has(assertion.type ?? "");
    }
    case "document":
      return ({ assertion }) => term.values.some((value) => assertion.document.startsWith(value));
    case "outlet": {
      const keys = term.values.map(foldName);
      return (statement) => holds(foldName(line(statement)?.outlet ?? ""), keys);
    }
    case "text": {
      const phrases = term.values.map(stems);
      return ({ assertion }) => {
        const words = stems(facts.sentences[assertion.sentence] ?? "");
        return phrases.some((phrase) => words.includes(phrase));
      };
    }
    case "since": {
      const day = first + "0000-01-01".slice(first.length);
      return (statement) => (statement.time?.end ?? line(statement)?.published ?? "") >= day;
    }
    case "until": {
      const day = first + "9999-12-31".slice(first.length);
      return (statement) => (statement.time?.start ?? line(statement)?.published ?? "9999-99") <= day;
    }
    case "country": {
      const countries = new Set(term.values.map((value) => countryOf(value, facts)));
      return ({ places }) => places.some((place) => countries.has(place.country ?? ""));
    }
    case "place":
      return placeMeets(term, facts);
    case "label": {
      const keys = term.values.flatMap((value) => bothNumbers(foldName(value)));
      return ({ assertion }) => assertion.kind === "label" && holds(foldName(assertion.anchor.exact), keys);
    }
    case "actor": {
      const named = somebody(term.values, facts);
      return ({ participants }) => participants.some((one) => ROLES.has(one.role) && named(one.actor, one.name));
    }
    case "voice":
      return voiceMeets(term, facts);
  }
}

function holds(name: string, keys: string[]): boolean {
  return keys.some((key) => key && ` ${name} `.includes(` ${key} `));
}

/** By id, and by words where the words led to nobody: words that led to somebody else are somebody else. */
function somebody(values: string[], facts: Facts): (actor: string | null, name: string) => boolean {
  const keys = values.map(foldName);
  const actors = new Set(values.flatMap((value) => facts.lookups.actors[`=${value.trim()}`] ?? facts.lookups.actors[foldName(value)] ?? []));
  return (actor, name) => (actors.size && actor !== null ? actors.has(actor) : holds(foldName(name), keys));
}

function voiceMeets(term: Term, facts: Facts): Meets {
  const special = new Set<string>(term.values.map((value) => value.toLowerCase()).filter((value) => value === "author" || value === "unnamed"));
  const others = term.values.filter((value) => !special.has(value.toLowerCase()));
  const named = somebody(others, facts);
  return ({ voice }) => {
    const words = voice.name ?? voice.anchor?.exact;
    if (others.length && words && named(voice.actor, words)) return true;
    if (special.has("author") && voice.type === "author") return true;
    return special.has("unnamed") && voice.type === "source" && voice.name === null;
  };
}

function placeMeets(term: Term, facts: Facts): Meets {
  const keys = term.values.map(foldPlace);
  const meant = keys.flatMap((key) => facts.lookups.places[key] ?? []);
  const numbers = new Set(meant.flatMap((one) => one.places));
  const countries = new Set(meant.flatMap((one) => one.countries));
  return ({ places }) =>
    places.some((place) => {
      const byWords = holds(foldPlace(place.name), keys);
      if (!meant.length) return byWords;
      return (place.geonames !== null && numbers.has(place.geonames)) || (place.country !== null && countries.has(place.country)) || (place.geonames === null && byWords);
    });
}

function typeOf(value: string, facts: Facts): string {
  const type = value.toLowerCase().replaceAll(" ", "_");
  if (type in facts.types) return type;
  throw new QueryError(`The query's \`type:${value}\` is no type of the codebook; there are ${Object.keys(facts.types).join(", ")}.`);
}

function countryOf(value: string, facts: Facts): string {
  if (/^[A-Za-z]{2}$/.test(value)) return value.toUpperCase();
  const code = facts.lookups.countries[foldPlace(value)];
  if (code) return code;
  throw new QueryError(`The query's \`country:${value}\` is no country of which something is published; write its code of two letters.`);
}
