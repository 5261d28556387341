import type { MidStream } from "../../../domain/protocol.ts";
import { streamEventFrame } from "../../shared/event-stream.ts";
import { agentRuntimeStream } from "../agent-runtime-stream.ts";

const exceptions = agentRuntimeStream(["guardrail-intervened"], () =>
  streamEventFrame("output", { text: "" }, "comment"),
);

/** Members of `RetrieveAndGenerateStreamResponseOutput`: the guardrail is an event like any other. */
export const midStream: MidStream = {
  ...exceptions,
  failure: (failure, context, call) =>
    failure.kind === "guardrail-intervened"
      ? streamEventFrame("guardrail", { action: "INTERVENED" }, "close")
      : exceptions.failure(failure, context, call),
};
