// Asking, by the server or by published files, and telling the server. An answer that comes after the question has changed is dropped; a failure is
// one sentence.
import { ask, askLater, send } from "./asking";
import type { About, Entrance } from "./records";
import { session } from "./session.svelte";

/** Something that changes what the server holds: sent from this page alone, and under the session where there are accounts. */
export async function tell(path: string, method: "POST" | "PUT" | "DELETE", given?: unknown): Promise<Response> {
  const body = given === undefined ? null : JSON.stringify(given);
  return send(`api/${path}`, { method, body, headers: { "Content-Type": "application/json", "X-Dateline-Review": session.token } });
}

export class Answer<T> {
  data: T | null = $state.raw(null);
  error: string = $state("");
  loading: boolean = $state(true);
}

/** Keeps the answer to a question that may change; call it while a component is set up. Null asks nothing. What can wait is asked later:
 * once all else that the page wants now is there. */
export function answerTo<T>(question: () => string | null, when: "now" | "later" = "now"): Answer<T> {
  const answer = new Answer<T>();
  // Derived, so that what only comes to the same question is not asked again.
  const current = $derived(question());
  $effect(() => {
    const asked = current;
    if (asked === null) {
      answer.data = null;
      answer.loading = false;
      return;
    }
    const stop = new AbortController();
    answer.loading = true;
    (when === "later" ? askLater : ask)<T>(asked, stop.signal)
      .then((data) => {
        answer.data = data;
        answer.error = "";
        answer.loading = false;
      })
      .catch((error: unknown) => {
        if (stop.signal.aborted) return;
        answer.data = null;
        answer.error = error instanceof Error ? error.message : String(error);
        answer.loading = false;
      });
    return () => stop.abort();
  });
  return answer;
}

export function withQuery(path: string, query: string): string {
  return query ? `${path}${path.includes("?") ? "&" : "?"}${query}` : path;
}

/** What the case file holds; asked once. */
export class Case {
  about: About | null = $state.raw(null);
  error: string = $state("");

  async load(): Promise<void> {
    try {
      this.about = await ask<About>("about");
      this.error = "";
      if (this.about.account && !session.account) {
        // The page was loaded anew: who one is the cookie says, what acts must carry the server.
        session.begun(await ask<Entrance>("session"));
      }
    } catch (error) {
      this.error = error instanceof Error ? error.message : String(error);
    }
  }
}

export const theCase = new Case();
