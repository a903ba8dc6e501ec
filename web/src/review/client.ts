// Acts of a coder: sent one at a time, or as a sheet, from this page only.
import { tell } from "../api.svelte";
import { send } from "../asking";
import type { Act, Acted, SheetDone } from "../records";
import { session } from "../session.svelte";

export async function act(given: Partial<Act> & Pick<Act, "action">): Promise<Acted> {
  return (await (await tell("review/acts", "POST", given)).json()) as Acted;
}

/** Bring a sheet back; `trying`, to see what it would change. */
export async function bring(file: Blob, trying: boolean): Promise<SheetDone> {
  const headers = { "Content-Type": "text/csv", "X-Dateline-Review": session.token };
  return (await (await send(`api/review/sheet?try=${trying}`, { method: "POST", body: file, headers })).json()) as SheetDone;
}
