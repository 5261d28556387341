import type { ZodType } from "zod";
import type { Call, Failure } from "../../domain/call.ts";
import type { Binding, EncodeContext, Protocol } from "../../domain/protocol.ts";
import type { RetrievalAnswer } from "../../domain/retrieval.ts";
import type { WireReply } from "../../domain/wire.ts";
import { jsonReply, parseJson } from "./json-body.ts";
import { mismatch } from "./mismatch.ts";
import { optionErrors } from "./options.ts";

/** A store that answers a search with one JSON value and status 200. */
interface JsonSearch<Settings> {
  /** Those that are searches. */
  readonly operations: readonly string[];
  readonly schema: ZodType;
  settingsOf(options: Binding["options"]): Settings;
  failure(failure: Failure, call: Call, context: EncodeContext): WireReply;
  /** Of an answer; absent = those of plain JSON. */
  headers?(call: Call, context: EncodeContext): Readonly<Record<string, string>>;
  /** Undefined if the value holds no hits. */
  read(value: unknown, call: Call, settings: Settings): RetrievalAnswer | undefined;
  write(answer: RetrievalAnswer, call: Call, settings: Settings): unknown;
}

/** What protocols of such stores have in common. */
export const jsonSearch = <Settings>({
  operations,
  schema,
  settingsOf,
  failure,
  headers,
  read,
  write,
}: JsonSearch<Settings>): Pick<Protocol, "boundary" | "checkOptions" | "encodeReply" | "decodeReply"> => ({
  boundary: "retrieval",
  checkOptions: (options) => optionErrors(schema, options),
  encodeReply(call, reply, { options }, context) {
    if (reply.kind === "failure") return failure(reply.failure, call, context);
    const { payload } = reply;
    if (payload.kind !== "retrieval" || !operations.includes(call.operation)) throw mismatch(call, payload);
    const value = write(payload.result, call, settingsOf(options));
    return jsonReply(200, { "content-type": "application/json", ...headers?.(call, context) }, value);
  },
  decodeReply(call, { status, bytes }, { options }) {
    if (!operations.includes(call.operation) || status !== 200) return undefined;
    const result = read(parseJson(bytes), call, settingsOf(options));
    return result && { kind: "retrieval", result };
  },
});
