import { BadRequest, type Binding, type Protocol } from "../../domain/protocol.ts";
import type { RetrievalQuery } from "../../domain/retrieval.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { valueAt } from "../shared/field-path.ts";
import { httpFailure, httpFailures } from "../shared/http-failures.ts";
import { jsonReply, parseJson } from "../shared/json-body.ts";
import { mismatch } from "../shared/mismatch.ts";
import { optionErrors } from "../shared/options.ts";
import { retrievalQuery } from "../shared/retrieval-query.ts";
import { matchRoute } from "../shared/route.ts";
import { asVector } from "../shared/vector.ts";
import { readHits, writeHits } from "./hits.ts";
import { schema, settingsOf } from "./settings.ts";

const operation = "search";

const isSearch = (request: WireRequest, binding: Binding): boolean =>
  matchRoute(settingsOf(binding.options).search, request.method, pathBelow(request, binding)) !== undefined;

/** A search service that speaks JSON, told apart from others only by its options. */
export const jsonRetrieval: Protocol = {
  name: "json-retrieval",
  summary: "A knowledge base behind a JSON search endpoint; options say where query and hits are.",
  boundary: "retrieval",
  failures: httpFailures,
  checkOptions: (options) => optionErrors(schema, options),
  operations: () => [operation],
  recognise: (request, binding) => (isSearch(request, binding) ? operation : undefined),
  decodeCall: (request, binding) => ({
    operation,
    payload: { kind: "retrieval", query: readQuery(request, binding) },
    stream: false,
  }),
  encodeReply(call, reply, binding) {
    if (reply.kind === "failure") return httpFailure(reply.failure);
    if (reply.payload.kind !== "retrieval") throw mismatch(call, reply.payload);
    const value = writeHits(reply.payload.result, settingsOf(binding.options));
    return jsonReply(200, { "content-type": "application/json" }, value);
  },
  decodeReply(call, { status, bytes }, binding) {
    if (call.operation !== operation || status < 200 || status > 299) return undefined;
    const result = readHits(parseJson(bytes), settingsOf(binding.options));
    return result && { kind: "retrieval", result };
  },
};

/** @throws {BadRequest} if there is no query to be found. */
function readQuery(request: WireRequest, binding: Binding): RetrievalQuery {
  const settings = settingsOf(binding.options);
  const parameters = queryOf(request);
  const onlyParameters = request.method === "GET" || request.method === "HEAD";
  const body = onlyParameters ? undefined : parseJson(request.body);
  if (body === undefined && request.body.length > 0 && !onlyParameters)
    throw new BadRequest("The request body is not valid JSON.");
  const read = (place: string): unknown => {
    if (place.startsWith("?")) return parameters[place.slice(1)];
    return onlyParameters ? parameters[place] : valueAt(body, place);
  };
  const query = read(settings.query);
  const vector = asVector(read(settings.vector));
  if (typeof query !== "string" && !(query === undefined && vector))
    throw new BadRequest(`"${settings.query}" is missing or is not a string.`);
  const given = read(settings.topK);
  const topK = typeof given === "string" && given !== "" ? Number(given) : given;
  return retrievalQuery({
    query,
    vector,
    topK: typeof topK === "number" && Number.isFinite(topK) ? topK : undefined,
    filter: read(settings.filter),
  });
}
