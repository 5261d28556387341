import { z } from "zod";
import type { Failure } from "../../domain/call.ts";
import { formatDuration } from "../../domain/duration.ts";
import type { Fault } from "../../domain/fault.ts";
import { defineFault } from "../../domain/fault.ts";
import type { Feature } from "../../domain/features.ts";
import type { Boundary, FailureKind } from "../../domain/vocabulary.ts";
import { everywhere } from "../shared/boundaries.ts";
import { duration } from "../shared/duration.ts";

/** Parameters that every failure takes. */
export const failureParams = {
  message: z.string().optional().describe("The error message to show; the provider's own by default."),
  retryAfter: duration().optional().describe("How long the provider says to wait; not said by default."),
};

/** A wait can be announced only where the provider ever says one. */
export const announcing = (retryAfter: number | undefined): readonly Feature[] =>
  retryAfter === undefined ? [] : ["announced-wait"];

/** The failure of the given parameters; absent ones are left out. */
export const failureOf = (
  kind: FailureKind,
  params: { readonly message?: string | undefined; readonly retryAfter?: number | undefined },
): Failure => ({
  kind,
  ...(params.message === undefined ? {} : { message: params.message }),
  ...(params.retryAfter === undefined ? {} : { retryAfterMs: params.retryAfter }),
});

/** `throttled (tokens), Retry-After 2s`. */
export function describeFailure(failure: Failure): string {
  const limit = failure.limit === undefined ? "" : ` (${failure.limit})`;
  const status = failure.status === undefined ? "" : `, status ${failure.status}`;
  const after = failure.retryAfterMs === undefined ? "" : `, Retry-After ${formatDuration(failure.retryAfterMs)}`;
  return `${failure.kind}${limit}${status}${after}`;
}

/** A fault that is one failure of the dependency, under the name that people look for. The dependency is not called. */
export const failing = (name: FailureKind, summary: string, boundaries: readonly Boundary[] = everywhere): Fault =>
  defineFault({
    name,
    summary,
    boundaries,
    params: z.strictObject(failureParams),
    requires: ({ retryAfter }) => [`failure:${name}`, ...announcing(retryAfter)],
    describe: (params) => describeFailure(failureOf(name, params)),
    async inject(_call, _forward, context, params) {
      const failure = failureOf(name, params);
      context.note(describeFailure(failure));
      return { kind: "failure", failure };
    },
  });
