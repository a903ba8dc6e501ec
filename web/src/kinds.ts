// The eight kinds of statements: their words, and a mark that says the same as their colour for those who do not see it.

export interface Kind {
  id: string;
  label: string;
  plural: string;
  /** Two letters that stand beside the colour wherever it is used. */
  mark: string;
}

export const KINDS: readonly Kind[] = [
  { id: "event", label: "event", plural: "events", mark: "Ev" },
  { id: "control", label: "control", plural: "control", mark: "Co" },
  { id: "relation", label: "relation", plural: "relations", mark: "Re" },
  { id: "quantity", label: "number", plural: "numbers", mark: "Nu" },
  { id: "label", label: "label", plural: "labels", mark: "La" },
  { id: "forecast", label: "forecast", plural: "forecasts", mark: "Fo" },
  { id: "recommendation", label: "recommendation", plural: "recommendations", mark: "Rc" },
  { id: "judgement", label: "judgement", plural: "judgements", mark: "Ju" },
];

const BY_ID = new Map(KINDS.map((kind) => [kind.id, kind]));

/** A kind by its id; one that is not known here is shown by its id. */
export function kindOf(id: string): Kind {
  return BY_ID.get(id) ?? { id, label: id, plural: id, mark: id.slice(0, 2) };
}
