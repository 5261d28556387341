import { request as httpRequest } from "node:http";

/** What a client saw of one call. Errors are told by their chain of causes. */
export interface Observation {
  readonly status?: number;
  readonly statusText?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly headError?: readonly unknown[];
  readonly bodyError?: readonly unknown[];
}
export interface CallOptions {
  readonly method: string;
  /** Give up when the first bytes have come, or when so many ms have gone by without a head. */
  readonly abort: boolean;
}

const told = (error: unknown): readonly unknown[] => {
  if (!(error instanceof Error)) return [error];
  const { code, errno, syscall } = error as NodeJS.ErrnoException;
  // The address is the one thing in which a loopback server must differ.
  const message = error.message.replace(/ [^ ]+:\d+$/, " HOST").replace(/ENOTFOUND .*/, "ENOTFOUND HOST");
  return [{ name: error.name, message, code, errno, syscall }, ...(error.cause === undefined ? [] : told(error.cause))];
};

/** Names that a server's HTTP library adds of its own accord. */
const ofNoInterest = new Set(["date", "connection", "keep-alive"]);
const kept = (headers: Iterable<readonly [string, unknown]>): Record<string, string> =>
  Object.fromEntries(
    [...headers]
      .filter(([name]) => !ofNoInterest.has(name))
      .map(([name, value]) => [name, String(value)])
      .sort(),
  );

export async function observeFetch(
  call: typeof fetch,
  url: string,
  { method, abort }: CallOptions,
): Promise<Observation> {
  const stop = new AbortController();
  const waiting = abort ? setTimeout(() => stop.abort(), 60) : undefined;
  let response: Response;
  try {
    response = await call(url, { method, signal: stop.signal, redirect: "manual" });
  } catch (error) {
    return { headError: told(error) };
  }
  clearTimeout(waiting);
  const head = { status: response.status, statusText: response.statusText, headers: kept(response.headers) };
  let body = "";
  const decoder = new TextDecoder();
  try {
    for await (const part of response.body ?? []) {
      body += decoder.decode(part as Uint8Array, { stream: true });
      if (abort) stop.abort();
    }
    return { ...head, body };
  } catch (error) {
    return { ...head, body, bodyError: told(error) };
  }
}

export function observeHttp(url: string, { method, abort }: CallOptions): Promise<Observation> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const waiting = abort ? setTimeout(() => stop.abort(), 60) : undefined;
    const request = httpRequest(url, { method, signal: stop.signal, agent: false });
    let headed = false;
    request.on("response", (response) => {
      headed = true;
      clearTimeout(waiting);
      const head = {
        status: response.statusCode ?? 0,
        statusText: response.statusMessage ?? "",
        headers: kept(Object.entries(response.headers)),
      };
      let body = "";
      let bodyError: readonly unknown[] | undefined;
      response.setEncoding("utf8");
      response.on("data", (part: string) => {
        body += part;
        if (abort) stop.abort();
      });
      response.on("error", (error) => {
        bodyError = told(error);
      });
      response.on("close", () => resolve({ ...head, body, ...(bodyError ? { bodyError } : {}) }));
    });
    request.on("error", (error) => {
      if (!headed) resolve({ headError: told(error) });
    });
    request.end();
  });
}
