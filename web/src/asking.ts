// The two ways in which the desk gets its answers: from its server, or from the files beside a page that `dateline publish` wrote.

/** Answers a path as the server takes it, or fails with one sentence. */
export type Way = (path: string, signal: AbortSignal | null) => Promise<unknown>;

/** Where the published files lie; null where there is a server. */
export const published: string | null = document.querySelector<HTMLMetaElement>('meta[name="dateline-published"]')?.content ?? null;

async function served(path: string, signal: AbortSignal | null): Promise<unknown> {
  const answer = await fetched(`api/${path}`, signal, "The desk's server does not answer; is `dateline serve` still running?");
  if (!answer.ok) {
    const said: unknown = await answer.json().catch(() => null);
    throw new Error(said && typeof said === "object" && "detail" in said ? String(said.detail) : answer.statusText);
  }
  return answer.json();
}

async function fetched(address: string, signal: AbortSignal | null, failure: string): Promise<Response> {
  try {
    return await fetch(address, { signal, headers: { Accept: "application/json" } });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Error(failure, { cause: error });
  }
}

async function fromFiles(folder: string): Promise<Way> {
  const { Published } = await import("./published/answers");
  const files = new Published(async (name) => {
    const lost = `A file of this desk cannot be fetched: ${name}.json.`;
    const answer = await fetched(`${folder}${name}.json`, null, lost);
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

export async function ask<T>(path: string, signal: AbortSignal | null = null): Promise<T> {
  return (await (await way)(path, signal)) as T;
}
