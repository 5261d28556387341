import { z } from "zod";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import type { RetrievalAnswer } from "../../domain/retrieval.ts";
import { decodeText, wholeReply } from "../../domain/wire.ts";
import { readHits, writeHits } from "../json-retrieval/hits.ts";
import { schema as jsonSchema } from "../json-retrieval/settings.ts";
import { valueAt } from "../shared/field-path.ts";
import { httpFailures } from "../shared/http-failures.ts";
import { parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors, settingsReader } from "../shared/options.ts";
import { retrievalQuery } from "../shared/retrieval-query.ts";
import { callArguments } from "./call-arguments.ts";
import { errorText } from "./error-text.ts";
import { common, isTool, toolIn, toolNames } from "./settings.ts";

const { search: _search, vector: _vector, ...mapping } = jsonSchema.shape;
const schema = z.strictObject({
  ...common,
  ...mapping,
  /** What stands between the hits where the result is plain text; left out, the whole text is one hit. */
  separator: z.string().min(1).optional(),
  /** What a result in plain text says when nothing was found. */
  nothing: z.string().default(""),
});
type Settings = z.output<typeof schema>;
const settingsOf = settingsReader<Settings>(schema);
const jsonSettings = (settings: Settings, hits: string) => ({
  ...settings,
  hits,
  search: { method: "POST", segments: [] },
  vector: "vector",
});

/** How a result was written, so that it is written so again. */
const forms = { text: { form: "text" }, list: { form: "list" } } as const;

/** A knowledge base inside the agent, behind a tool that the model calls. */
export const contextRetrieval: Protocol = {
  name: "context-retrieval",
  summary:
    "A knowledge base inside the agent's own process, by its results in what the agent asks a model; options name the tools and say where hits are.",
  boundary: "retrieval",
  inContext: true,
  announcesWait: false,
  failures: httpFailures,
  checkOptions: (options) => optionErrors(schema, options),
  operations: (options) => toolNames(schema.safeParse(options).data?.tools),
  recognise: (request, binding) => toolIn(request, binding, settingsOf(binding.options).tools),
  decodeCall(request, binding) {
    const settings = settingsOf(binding.options);
    const operation = toolIn(request, binding, settings.tools);
    if (operation === undefined) throw new BadRequest(`No such tool: ${request.url}`, "not-found");
    const given = callArguments(request.body);
    const [query, topK] = [valueAt(given, settings.query), valueAt(given, settings.topK)];
    return {
      operation,
      payload: {
        kind: "retrieval",
        query: retrievalQuery({
          query: typeof query === "string" ? query : JSON.stringify(given),
          topK: typeof topK === "number" ? topK : undefined,
          filter: valueAt(given, settings.filter),
        }),
      },
      stream: false,
    };
  },
  encodeReply(call, reply, binding) {
    const settings = settingsOf(binding.options);
    if (reply.kind === "failure") return errorText(reply.failure, settings.error);
    if (reply.payload.kind !== "retrieval") throw mismatch(call, reply.payload);
    return wholeReply(200, { "content-type": "text/plain; charset=utf-8" }, written(reply.payload.result, settings));
  },
  decodeReply({ operation }, { status, bytes }, binding) {
    const settings = settingsOf(binding.options);
    if (status > 299 || !isTool(operation, binding, settings.tools)) return undefined;
    const result = read(bytes, settings);
    return result && { kind: "retrieval", result };
  },
};

/** Hits in JSON where the settings say, or in a list that is the whole result; words are hits too. */
function read(bytes: Uint8Array, settings: Settings): RetrievalAnswer | undefined {
  const value = parseJson(bytes);
  if (Array.isArray(value)) {
    const found = readHits(value, jsonSettings(settings, "."));
    return found && { ...found, fields: forms.list };
  }
  if (typeof value === "object" && value !== null) return readHits(value, jsonSettings(settings, settings.hits));
  const text = decodeText(bytes);
  if (text.trim() === "" || text === settings.nothing) return { hits: [], fields: forms.text };
  const parts = settings.separator === undefined ? [text] : text.split(settings.separator);
  return { hits: parts.map((part) => ({ id: "", text: part, fields: {} })), fields: forms.text };
}

function written(answer: RetrievalAnswer, settings: Settings): string {
  if (answer.fields !== forms.text)
    return JSON.stringify(
      writeHits(answer, jsonSettings(settings, answer.fields === forms.list ? "." : settings.hits)),
    );
  if (answer.hits.length === 0) return settings.nothing;
  return answer.hits.map(({ text }) => text).join(settings.separator ?? "\n\n");
}
