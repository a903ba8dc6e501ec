// From any text of the desk to the form for what was missed in it: with the words that are selected there, or with the sentence looked at.
import type { DocumentText } from "../records";
import { desk } from "../state.svelte";
import { selectedIn, Points } from "./spans";
import type { Span } from "./draft";

/** Opens the form; `element` holds the text and nothing else. */
export function addMissed(whole: DocumentText, element: HTMLElement | undefined): void {
  const selected = element && selectedIn(element);
  const words = selected && new Points(whole.document.text).trimmed(...selected);
  const looked = whole.statements.find((one) => one.assertion.id === desk.place.statement)?.assertion.sentence;
  const sentence = whole.sentences.find((one) => one.id === looked) ?? whole.sentences[0];
  const span = words ?? (sentence ? [sentence.anchor.start, sentence.anchor.end] : null);
  desk.go({ view: "review", mode: "add", read: whole.document.id, statement: "", span: span ? span.join("-") : "" });
}

/** The span that the address names, as far as the text has it; else its first sentence. */
export function spanAsked(whole: DocumentText): Span | null {
  const [start = NaN, end = NaN] = desk.place.span.split("-").map(Number);
  const within = start >= 0 && start < end && end <= new Points(whole.document.text).length;
  const first = whole.sentences[0]?.anchor;
  return within ? [start, end] : first ? [first.start, first.end] : null;
}
