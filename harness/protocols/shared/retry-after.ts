import type { Failure } from "../../domain/call.ts";

/** `retry-after` in whole seconds, rounded up as servers do; nothing when the provider does not announce it. */
export const retryAfter = ({ retryAfterMs }: Failure): Record<string, string> =>
  retryAfterMs === undefined ? {} : { "retry-after": String(Math.ceil(retryAfterMs / 1000)) };

/** Extra headers of a failure, by lower-case name. */
export const extraHeaders = ({ headers }: Failure): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
