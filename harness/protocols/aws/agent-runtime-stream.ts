import type { MidStream } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { Frame } from "../../domain/wire.ts";
import { exceptionFrame } from "../shared/event-stream.ts";
import { breakMessageChecksum, garbleMessage } from "../shared/event-stream-damage.ts";
import { agentRuntimeErrors } from "./agent-runtime-errors.ts";
import { memberName, plainBody, serviceError } from "./errors.ts";

/** Errors that every stream of the agent runtime service has in its union. A 200 has gone out before them. */
const common: readonly FailureKind[] = [
  "throttled",
  "quota-exhausted",
  "server-error",
  "bad-gateway",
  "model-error",
  "model-timeout",
  "unavailable",
  "access-denied",
  "not-found",
  "invalid-request",
];

/** Exceptions in the middle of a stream; `more` = what this stream has besides. */
export const agentRuntimeStream = (more: readonly FailureKind[], empty: () => Frame): MidStream => ({
  failures: [...common, ...more],
  failure(failure, _context, call) {
    const error = serviceError(agentRuntimeErrors, failure, call);
    if (!error) throw new Error(`This stream has no "${failure.kind}".`);
    return exceptionFrame(memberName(error.name), plainBody(error));
  },
  emptyDelta: empty,
  breakChecksum: breakMessageChecksum,
  garble: garbleMessage,
});
