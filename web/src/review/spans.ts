// Offsets into a text count characters, as Python does; a string of JavaScript counts some twice.

export class Points {
  readonly #text: string;
  readonly #plain: boolean;
  readonly #characters: string[];

  constructor(text: string) {
    this.#text = text;
    // eslint-disable-next-line no-control-regex
    this.#plain = /^[\u0000-\ud7ff\ue000-\uffff]*$/.test(text);
    this.#characters = this.#plain ? [] : Array.from(text);
  }

  get length(): number {
    return this.#plain ? this.#text.length : this.#characters.length;
  }

  slice(start: number, end: number): string {
    return this.#plain ? this.#text.slice(start, end) : this.#characters.slice(start, end).join("");
  }

  /** The stretch without blanks at its ends; null where nothing is left. */
  trimmed(start: number, end: number): [number, number] | null {
    const blank = (at: number): boolean => /\s/.test(this.slice(at, at + 1));
    while (start < end && blank(start)) start += 1;
    while (start < end && blank(end - 1)) end -= 1;
    return start < end ? [start, end] : null;
  }

  /** The first word of a stretch. */
  firstWord(start: number, end: number): [number, number] {
    return this.trimmed(start, Math.min(end, this.moved(start, 1))) ?? [start, end];
  }

  /** A stretch whose end was moved by a word, or both ends; null where nothing would be left. */
  changed(span: [number, number], which: "begin" | "end" | "both", by: 1 | -1): [number, number] | null {
    if (which === "both") {
      const start = by === 1 ? this.#startAfter(span[0]) : this.moved(span[0], -1);
      return start === span[0] ? null : this.firstWord(start, this.length);
    }
    const start = which === "end" ? span[0] : by === -1 ? this.moved(span[0], -1) : this.#startAfter(span[0]);
    const end = which === "end" ? this.moved(span[1], by) : span[1];
    return start < end ? this.trimmed(start, end) : null;
  }

  /** The start of the next word: past the end of this one and what parts them. */
  #startAfter(at: number): number {
    const end = this.moved(at, 1);
    return this.trimmed(end, this.length)?.[0] ?? end;
  }

  /** One end of a span, moved by a word. */
  moved(at: number, by: 1 | -1): number {
    const inside = (place: number): boolean => place >= 0 && place < this.length && /[\p{L}\p{N}]/u.test(this.slice(place, place + 1));
    let place = at;
    if (by === 1) {
      while (place < this.length && !inside(place)) place += 1;
      while (place < this.length && inside(place)) place += 1;
    } else {
      while (place > 0 && !inside(place - 1)) place -= 1;
      while (place > 0 && inside(place - 1)) place -= 1;
    }
    return place;
  }
}

/** A piece of a text: the words that stand for values of the statement are parted from what is around them. */
export interface Stretch {
  text: string;
  /** Whom or what it stands for, as told to the reader. */
  of: string;
  aimed: boolean;
}

/** A part of a text cut at every place where words begin or end that stand for something. */
export function cut(points: Points, start: number, end: number, marks: { words: [number, number]; label: string; aimed: boolean }[]): Stretch[] {
  const inside = marks.filter(({ words }) => words[0] < end && words[1] > start);
  const places = [...new Set([start, end, ...inside.flatMap(({ words }) => words)])].filter((at) => at >= start && at <= end).sort((one, other) => one - other);
  return places.slice(0, -1).map((from, index) => {
    const to = places[index + 1] ?? end;
    const over = inside.filter(({ words }) => words[0] <= from && words[1] >= to);
    return { text: points.slice(from, to), of: over.map(({ label }) => label).join("; "), aimed: over.some(({ aimed }) => aimed) };
  });
}

/** Offsets of what is selected inside an element that holds a text and nothing else. */
export function selectedIn(element: HTMLElement): [number, number] | null {
  const selection = getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!element.contains(range.startContainer) || !element.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.selectNodeContents(element);
  before.setEnd(range.startContainer, range.startOffset);
  const start = Array.from(before.toString()).length;
  return [start, start + Array.from(range.toString()).length];
}
