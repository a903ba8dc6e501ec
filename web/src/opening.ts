// Opening the sentence that something rests on, in its text beside the view.
import { ask } from "./asking";
import type { Statement } from "./records";
import { desk } from "./state.svelte";

/** Show a statement in its text; on a narrow screen the text is brought into view. */
export async function open(id: string | undefined): Promise<void> {
  if (!id) return;
  const statement = await ask<Statement>(`statements/${encodeURIComponent(id)}`);
  desk.go({ read: statement.assertion.document, statement: id });
}
