// The two ways in which the desk gets its answers: from its server, or from the files beside a page that `dateline publish` wrote.
import { session } from "./session.svelte";

/** Answers a path as the server takes it, or fails with one sentence. */
export type Way = (path: string, signal: AbortSignal | null) => Promise<unknown>;

/** Where the published files lie; null where there is a server. */
export const published: string | null = document.querySelector<HTMLMetaElement>('meta[name="dateline-published"]')?.content ?? null;

/** Asks the server at an address of its own, or fails with one sentence. */
export async function send(address: string, asked: RequestInit): Promise<Response> {
  const lost = asked.method ? ", so nothing was done" : "";
  const answer = await fetched(address, asked, `The desk's server does not answer${lost}; is \`dateline serve\` still running?`);
  if (!answer.ok) {
    // A session that ended, wherever in the desk it is noticed, leads to the login page; what stands in the address stays.
    if (answer.status === 401) session.ended();
    const said: unknown = await answer.json().catch(() => null);
    throw new Error(said && typeof said === "object" && "detail" in said ? String(said.detail) : answer.statusText);
  }
  return answer;
}

async function served(path: string, signal: AbortSignal | null): Promise<unknown> {
  return (await send(`api/${path}`, { signal })).json();
}

async function fetched(address: string, asked: RequestInit, failure: string): Promise<Response> {
  try {
    return await fetch(address, { ...asked, headers: { Accept: "application/json", ...asked.headers } });
  } catch (error) {
    if (asked.signal?.aborted) throw error;
    throw new Error(failure, { cause: error });
  }
}

async function fromFiles(folder: string): Promise<Way> {
  const { Published } = await import("./published/answers");
  const files = new Published(async (name) => {
    const lost = `A file of this desk cannot be fetched: ${name}.json.`;
    const answer = await fetched(`${folder}${name}.json`, {}, lost);
    if (!answer.ok) throw new Error(lost);
    return answer.json();
  });
  return async (path, signal) => {
    const answer = await files.answer(path);
    signal?.throwIfAborted();
    return answer;
  };
}

const way: Promise<Way> = published === null ? Promise.resolve(served) : fromFiles(published);

let asked = 0;
const waiting: (() => void)[] = [];

export async function ask<T>(path: string, signal: AbortSignal | null = null): Promise<T> {
  asked += 1;
  try {
    return (await (await way)(path, signal)) as T;
  } finally {
    asked -= 1;
    if (!asked) for (const go of waiting.splice(0)) go();
  }
}

/** Until the page has drawn what it has: a server on the same machine would take the processor from it. */
function drawn(): Promise<void> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in window) requestIdleCallback(() => resolve(), { timeout: 1000 });
    else setTimeout(resolve, 100);
  });
}

/** Asks what nobody waits for once everything else that is asked for now is there and drawn. */
export async function askLater<T>(path: string, signal: AbortSignal | null = null): Promise<T> {
  do {
    await drawn();
    while (asked) await new Promise<void>((resolve) => waiting.push(resolve));
    await drawn();
  } while (asked);
  signal?.throwIfAborted();
  return ask<T>(path, signal);
}
