import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import { wholeReply } from "../../domain/wire.ts";
import { bodyValue } from "../shared/body-value.ts";
import { httpFailures } from "../shared/http-failures.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors, settingsReader } from "../shared/options.ts";
import { plainText } from "../shared/plain-text.ts";
import { callArguments } from "./call-arguments.ts";
import { errorText } from "./error-text.ts";
import { common, toolIn, toolNames } from "./settings.ts";

const schema = z.strictObject(common);
const settingsOf = settingsReader<z.output<typeof schema>>(schema);

/** A tool that runs inside the agent: each result in a conversation is the reply to a call. */
export const contextTool: Protocol = {
  name: "context-tool",
  summary:
    "A tool inside the agent's own process, by its results in what the agent asks a model; options name the tools.",
  boundary: "tool",
  inContext: true,
  announcesWait: false,
  failures: httpFailures,
  checkOptions: (options) => optionErrors(schema, options),
  operations: (options) => toolNames(schema.safeParse(options).data?.tools),
  recognise: (request, binding) => toolIn(request, binding, settingsOf(binding.options).tools),
  decodeCall(request, binding) {
    const operation = toolIn(request, binding, settingsOf(binding.options).tools);
    if (operation === undefined) throw new BadRequest(`No such tool: ${request.url}`, "not-found");
    return { operation, payload: { kind: "tool", request: { arguments: callArguments(request.body) } }, stream: false };
  },
  encodeReply(call, reply, binding) {
    if (reply.kind === "failure") return errorText(reply.failure, settingsOf(binding.options).error);
    if (reply.payload.kind !== "tool") throw mismatch(call, reply.payload);
    const { status, value } = reply.payload.result;
    return wholeReply(status, { "content-type": "text/plain; charset=utf-8" }, plainText(value));
  },
  decodeReply: (_call, { status, bytes }) => ({ kind: "tool", result: { status, value: bodyValue(bytes) } }),
};
