// Acts of a coder: sent one at a time, each from this page only.
import { tell } from "../api.svelte";
import type { Act, Acted } from "../records";

export async function act(given: Partial<Act> & Pick<Act, "action">): Promise<Acted> {
  return (await (await tell("review/acts", "POST", given)).json()) as Acted;
}
