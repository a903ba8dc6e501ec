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
