import type { ClientAttempt } from "../../domain/call.ts";
import type { WireRequest } from "../../domain/wire.ts";

/** The largest numbers that are believed: a header is anybody's. */
const most = 1000;
const longest = 86_400;

/** Clients made by one common generator count their retries from 0, and say how many whole seconds they will wait. */
export function countedRetries({ headers }: WireRequest): ClientAttempt | undefined {
  const retries = wholeNumber(headers["x-stainless-retry-count"], most);
  if (retries === undefined) return undefined;
  const seconds = wholeNumber(headers["x-stainless-timeout"], longest);
  return { attempt: retries + 1, ...(seconds === undefined || seconds === 0 ? {} : { timeoutMs: seconds * 1000 }) };
}

export function wholeNumber(text: string | undefined, limit: number): number | undefined {
  if (text === undefined || !/^\d+$/.test(text.trim())) return undefined;
  const value = Number(text);
  return value <= limit ? value : undefined;
}
