import type { CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { RetrievalQuery } from "../../domain/retrieval.ts";
import { decodeText, encodeText, type WireRequest } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import type { Wanted } from "../shared/pick-fields.ts";
import { plainText } from "../shared/plain-text.ts";
import { batchOf, retrievalQuery } from "../shared/retrieval-query.ts";
import { decoded, segmentsOf } from "../shared/route.ts";
import { soughtIn } from "./query.ts";

export const operations = ["search", "msearch"] as const;
type Operation = (typeof operations)[number];

/** What the answer must know of the question. */
export interface Asked {
  /** By search. False: no `_source` at all. */
  readonly sources: readonly (Wanted | false)[];
  /** `rest_total_hits_as_int`: clients of old versions want a bare number. */
  readonly totalAsNumber: boolean;
  /** A media type with a version, which is answered in kind. */
  readonly accept?: string;
}

const endpoints: Readonly<Record<string, Operation>> = { _search: "search", _msearch: "msearch" };

/** `/_search` or `/INDEX/_search`, or the same with `_msearch`. */
export function operationOf(request: WireRequest, binding: Binding): Operation | undefined {
  const segments = segmentsOf(pathBelow(request, binding));
  const fits = (request.method === "GET" || request.method === "POST") && segments.length <= 2;
  return fits ? endpoints[segments.at(-1) ?? ""] : undefined;
}

/** @throws {BadRequest} for a body that is no search. */
export function readSearch(request: WireRequest, binding: Binding): CallDraft {
  const operation = operationOf(request, binding) ?? "search";
  const segments = segmentsOf(pathBelow(request, binding));
  const parameters = queryOf(request);
  const index = segments.length === 2 ? decoded(segments[0] ?? "") : undefined;
  const bodies = operation === "msearch" ? bodiesIn(request, index) : [{ index, body: bodyIn(request) }];
  const accept = request.headers.accept;
  const echo: Asked = {
    sources: bodies.map(({ body }) => wanted(body._source)),
    totalAsNumber: parameters.rest_total_hits_as_int === "true",
    ...(accept !== undefined && versioned.test(accept) ? { accept } : {}),
  };
  const query = batchOf(bodies.map((one) => queryIn(one, parameters)));
  return { operation, payload: { kind: "retrieval", query }, stream: false, echo };
}

interface Search {
  readonly index: string | undefined;
  readonly body: Readonly<Record<string, unknown>>;
}

const noValue =
  "Unexpected character or end of input: expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')";

function bodyIn(request: WireRequest): Search["body"] {
  const body = request.body.length === 0 ? {} : parseJson(request.body);
  if (body === undefined) throw new BadRequest(noValue);
  if (!isObject(body)) throw new BadRequest("Expected [START_OBJECT] but found [START_ARRAY]");
  return body;
}

/** A line that says where to look, which may be empty, and a line that says for what. */
function bodiesIn(request: WireRequest, index: string | undefined): readonly Search[] {
  if (request.body.length === 0) throw new BadRequest("request body or source parameter is required");
  const lines = decodeText(request.body).split("\n");
  if (lines.pop() !== "") throw new BadRequest("The msearch request must be terminated by a newline [\\n]");
  const objects = lines.map((line, at) => {
    const value = line.trim() === "" && at % 2 === 0 ? {} : parseJson(encodeText(line));
    if (!isObject(value)) throw new BadRequest(noValue);
    return value;
  });
  if (objects.length < 2) throw new BadRequest("Validation Failed: 1: no requests added;");
  return Array.from({ length: Math.ceil(objects.length / 2) }, (_, search) => {
    const [header, body] = objects.slice(2 * search);
    if (!header || !body) throw new BadRequest(noValue);
    return { index: header.index === undefined ? index : plainText(header.index), body };
  });
}

function queryIn({ index, body }: Search, parameters: ReturnType<typeof queryOf>): RetrievalQuery {
  if (body.query !== undefined && !isObject(body.query))
    throw new BadRequest("[_na] query malformed, no start_object after query name");
  const size = body.size ?? (parameters.size === undefined ? 10 : Number(parameters.size));
  if (typeof size !== "number" || !Number.isInteger(size) || size < 0)
    throw new BadRequest(`[size] parameter cannot be negative, found [${plainText(size)}]`);
  const sought = soughtIn(body);
  const { q } = parameters;
  return retrievalQuery({
    query: sought.text === "" && typeof q === "string" ? q : sought.text,
    topK: size,
    vector: sought.vector,
    filter:
      body.post_filter ?? (isObject(body.query) && isObject(body.query.bool) ? body.query.bool.filter : undefined),
    collection: index,
  });
}

const versioned = /^application\/vnd\.[a-z]+\+json; ?compatible-with=\d+$/;

function wanted(source: unknown): Wanted | false {
  if (source === false) return false;
  const list = (value: unknown): readonly string[] | undefined =>
    typeof value === "string" ? [value] : Array.isArray(value) ? value.map(plainText) : undefined;
  if (!isObject(source)) {
    const include = list(source);
    return include ? { include } : {};
  }
  const include = list(source.includes ?? source.include);
  const exclude = list(source.excludes ?? source.exclude);
  return { ...(include ? { include } : {}), ...(exclude ? { exclude } : {}) };
}
