import type { MidStream } from "../../../domain/protocol.ts";
import { exceptionFrame, streamEventFrame } from "../../shared/event-stream.ts";
import { breakMessageChecksum, garbleMessage } from "../../shared/event-stream-damage.ts";
import { agentRuntimeErrors } from "../agent-runtime-errors.ts";
import { memberName, plainBody, serviceError } from "../errors.ts";

/** Members of `RetrieveAndGenerateStreamResponseOutput`. */
export const midStream: MidStream = {
  failures: [
    "throttled",
    "quota-exhausted",
    "server-error",
    "bad-gateway",
    "model-error",
    "model-timeout",
    "access-denied",
    "not-found",
    "invalid-request",
    "guardrail-intervened",
  ],
  failure(failure, _context, call) {
    if (failure.kind === "guardrail-intervened")
      return streamEventFrame("guardrail", { action: "INTERVENED" }, "close");
    const error = serviceError(agentRuntimeErrors, failure, call);
    if (!error) throw new Error(`This stream has no "${failure.kind}".`);
    return exceptionFrame(memberName(error.name), plainBody(error));
  },
  emptyDelta: () => streamEventFrame("output", { text: "" }, "comment"),
  breakChecksum: breakMessageChecksum,
  garble: garbleMessage,
};
