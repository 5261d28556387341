import type { Expected, Source } from "../driver.ts";
import { again, type Outcome, once, prefixed, type Table } from "./expect.ts";

/** 0.5 s doubled each time, less up to a quarter, twice: the default of both generated clients. */
const backoff = [
  [375, 500],
  [750, 1000],
] as const;
/** The same after the 800 ms in which no headers came. */
const backoffAfterTimeout = [
  [1175, 1301],
  [1550, 1801],
] as const;
const second = [
  [1000, 1010],
  [1000, 1010],
] as const;

/** By `harness/conformance/bare.ts`. */
export const measured: Source = "measured: bare sockets, 2026-11-28";

/** The two generated clients behave alike; they differ in class names. */
export interface Stainless {
  /** `APIError‹OpenAIError` */
  readonly base: string;
  /** Class names by failure kind, without the base; and what they carry. */
  readonly failures: Readonly<Record<string, { readonly raises: string } & Outcome>>;
  /** The kinds that it tries again. */
  readonly retries: ReadonlySet<string>;
}

/** What happens before an answer begins, whole or streamed. */
export function beforeAnswer({ base, failures, retries }: Stainless): Table {
  const rows = Object.entries(failures).map(([kind, outcome]): [string, Expected] => [
    kind,
    retries.has(kind) ? again(outcome, backoff, measured) : once(outcome, measured),
  ]);
  const connection = `APIConnectionError‹${base}`;
  const { throttled } = failures;
  return {
    ...prefixed("failure", Object.fromEntries(rows)),
    ...(throttled ? { "throttled with a wait": again(throttled, second, measured) } : {}),
    reset: again({ raises: connection, message: "Connection error." }, backoff, measured),
    refused: again({ raises: connection, cause: "ECONNREFUSED" }, backoff, measured),
    dns: again({ raises: connection, cause: "ENOTFOUND" }, backoff, measured),
    hang: again({ raises: `APIConnectionTimeoutError‹${connection}` }, backoffAfterTimeout, measured),
  };
}
