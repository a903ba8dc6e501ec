// A document's text cut into sentences and these into pieces, at every place where a span begins or ends.
import type { DocumentText, Statement } from "../records";

export interface Piece {
  start: number;
  text: string;
  /** The statements on it, the shortest span first. */
  over: Statement[];
  /** The statement that begins here, if one does: its piece is where the keyboard stops. */
  first: Statement | null;
}

export interface Part {
  start: number;
  sentence: string | null;
  /** Why the sentence was set aside. */
  aside: string | null;
  pieces: Piece[];
}

/** Offsets count characters, as Python does; a string of JavaScript counts some characters twice. */
function slicer(text: string): (start: number, end: number) => string {
  // eslint-disable-next-line no-control-regex
  if (/^[\u0000-\ud7ff\ue000-\uffff]*$/.test(text)) return (start, end) => text.slice(start, end);
  const characters = Array.from(text);
  return (start, end) => characters.slice(start, end).join("");
}

function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

export function piecesOf(whole: DocumentText): Part[] {
  const { text } = whole.document;
  const slice = slicer(text);
  const aside = new Map(whole.set_aside.map((item) => [item.item, item.reason]));
  const statements = [...whole.statements].sort((one, other) => length(one) - length(other));
  const begun = new Set<string>();

  const cut = (start: number, end: number): Piece[] => {
    const inside = statements.filter(({ assertion: { anchor } }) => anchor.start < end && anchor.end > start);
    const cuts = new Set([start, end]);
    for (const { assertion } of inside) {
      for (const at of [assertion.anchor.start, assertion.anchor.end]) if (at > start && at < end) cuts.add(at);
    }
    const places = [...cuts].sort((one, other) => one - other);
    return places.slice(0, -1).map((from, index) => {
      const to = places[index + 1] ?? end;
      const over = inside.filter(({ assertion: { anchor } }) => anchor.start <= from && anchor.end >= to);
      const first = over.find(({ assertion }) => !begun.has(assertion.id)) ?? null;
      for (const { assertion } of over) begun.add(assertion.id);
      return { start: from, text: slice(from, to), over, first };
    });
  };

  const parts: Part[] = [];
  let at = 0;
  for (const sentence of [...whole.sentences].sort((one, other) => one.anchor.start - other.anchor.start)) {
    const { start, end } = sentence.anchor;
    if (start > at) parts.push({ start: at, sentence: null, aside: null, pieces: cut(at, start) });
    parts.push({ start, sentence: sentence.id, aside: aside.get(sentence.id) ?? null, pieces: cut(start, end) });
    at = end;
  }
  const all = lengthOf(text);
  if (at < all) parts.push({ start: at, sentence: null, aside: null, pieces: cut(at, all) });
  return parts;
}

function length(statement: Statement): number {
  return statement.assertion.anchor.end - statement.assertion.anchor.start;
}

/** Lines below a piece, one for each statement on it, three at most. */
export function linesBelow(piece: Piece): string {
  return piece.over
    .slice(0, 3)
    .flatMap(({ assertion: { kind } }, index) => {
      const line = `0 ${3 * index + 2}px 0 0 var(--line-${kind}, gray)`;
      return index === 0 ? [line] : [`0 ${3 * index}px 0 0 var(--paper)`, line];
    })
    .join(", ");
}
