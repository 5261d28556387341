import type { Hollow } from "../../domain/protocol.ts";
import { jsonReply } from "../shared/json-body.ts";
import type { Dialect } from "./dialect.ts";
import { blankConversation, conversationOf } from "./endpoint.ts";
import { errorOf, failedError } from "./failure-reply.ts";
import { streamReply } from "./stream-reply.ts";

const nothing = { inputTokens: 0, outputTokens: 0 };

/**
 * `no-answer`: a completion without choices, a response without output. `error-in-200`: the error body, unstreamed even if a stream was
 * asked for, as gateways send it that lose the status. `failed`: a Responses object with status `failed`, in a stream as the event
 * `response.failed`; a chat completion cannot say this of itself, so there it is the error under a 200.
 */
export const hollowOf = (dialect: Dialect): Hollow => ({
  kinds: ["no-answer", "error-in-200", "failed"],
  reply(kind, call, context, failure) {
    const headers = dialect.answerHeaders(nothing, context);
    const json = (value: unknown) => jsonReply(200, { "content-type": "application/json", ...headers }, value);
    const conversation = conversationOf(call) ?? blankConversation(call.stream);
    const error = errorOf(dialect, failure, call);
    const endpoint = dialect.endpoints.find(({ operation }) => operation === call.operation) ?? dialect.endpoints[0];
    if (!endpoint || kind === "error-in-200") return json({ error });
    if (kind === "no-answer") {
      return call.stream
        ? streamReply(endpoint.emptyStream(conversation, context), headers)
        : json(endpoint.emptyWhole(conversation, context));
    }
    const failed = endpoint.failed?.(failedError(error), conversation, context);
    if (!failed) return json({ error });
    return call.stream ? streamReply(failed.stream, headers) : json(failed.whole);
  },
});
