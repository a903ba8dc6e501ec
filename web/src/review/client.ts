// Acts of a coder: sent one at a time, each from this page only.
import type { Act, Acted } from "../records";

export async function act(given: Partial<Act> & Pick<Act, "action">): Promise<Acted> {
  let answer: Response;
  try {
    answer = await fetch("api/review/acts", {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Dateline-Review": "1" },
      body: JSON.stringify(given),
    });
  } catch (error) {
    throw new Error("The desk's server does not answer, so nothing was done; is `dateline serve` still running?", { cause: error });
  }
  if (!answer.ok) {
    const said: unknown = await answer.json().catch(() => null);
    throw new Error(said && typeof said === "object" && "detail" in said ? String(said.detail) : answer.statusText);
  }
  return (await answer.json()) as Acted;
}
