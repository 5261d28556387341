import type { Conversation, ModelTurn } from "../../../domain/conversation.ts";
import type { EncodeContext } from "../../../domain/protocol.ts";
import type { Frame } from "../../../domain/wire.ts";
import { isObject } from "../../shared/json-body.ts";
import { eventFrame } from "../../shared/sse.ts";
import { chat } from "../chat/index.ts";
import type { Endpoint } from "../endpoint.ts";

/** What the filter in front of a deployment says of a text that it let pass, or stopped for violence. */
export const filterResults = (filtered = false): Readonly<Record<string, unknown>> => ({
  hate: { filtered: false, severity: "safe" },
  self_harm: { filtered: false, severity: "safe" },
  sexual: { filtered: false, severity: "safe" },
  violence: filtered ? { filtered: true, severity: "medium" } : { filtered: false, severity: "safe" },
});

const ofPrompt = [
  { prompt_index: 0, content_filter_results: { ...filterResults(), jailbreak: { filtered: false, detected: false } } },
];

const stopped = ({ stopReason }: ModelTurn): boolean => stopReason === "content-filter" || stopReason === "guardrail";

/** Chat Completions with the filter's results: on the choice and the prompt, and before a stream in a chunk without choices. */
export const filteredChat: Endpoint = {
  ...chat,
  whole(turn, conversation, context) {
    const completion = chat.whole(turn, conversation, context);
    if (!isObject(completion) || !Array.isArray(completion["choices"])) return completion;
    const content_filter_results = filterResults(stopped(turn));
    const choices = (completion["choices"] as object[]).map((choice) => ({ ...choice, content_filter_results }));
    return { ...completion, choices, prompt_filter_results: ofPrompt };
  },
  stream: (turn: ModelTurn, conversation: Conversation, context: EncodeContext): Frame[] => [
    eventFrame(
      undefined,
      { choices: [], created: 0, id: "", model: "", object: "", prompt_filter_results: ofPrompt },
      "open",
    ),
    ...chat.stream(turn, conversation, context),
  ],
};
