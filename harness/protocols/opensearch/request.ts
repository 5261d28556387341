import type { CallDraft } from "../../domain/call.ts";
import { BadRequest, type Binding } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { pathBelow, queryOf } from "../shared/address.ts";
import { isObject, parseJson } from "../shared/json-body.ts";
import type { Wanted } from "../shared/pick-fields.ts";
import { plainText } from "../shared/plain-text.ts";
import { retrievalQuery } from "../shared/retrieval-query.ts";
import { decoded, segmentsOf } from "../shared/route.ts";
import { soughtIn } from "./query.ts";

export const operation = "search";

/** What the answer must know of the question. */
export interface Asked {
  /** False: no `_source` at all. */
  readonly source: Wanted | false;
  /** `rest_total_hits_as_int`: clients of old versions want a bare number. */
  readonly totalAsNumber: boolean;
  /** A media type with a version, which is answered in kind. */
  readonly accept?: string;
}

/** `/_search` or `/INDEX/_search`. */
export function isSearch(request: WireRequest, binding: Binding): boolean {
  const segments = segmentsOf(pathBelow(request, binding));
  return (
    (request.method === "GET" || request.method === "POST") && segments.length <= 2 && segments.at(-1) === "_search"
  );
}

/** @throws {BadRequest} for a body that is no search. */
export function readSearch(request: WireRequest, binding: Binding): CallDraft {
  const segments = segmentsOf(pathBelow(request, binding));
  const parameters = queryOf(request);
  const body = request.body.length === 0 ? {} : parseJson(request.body);
  if (body === undefined)
    throw new BadRequest(
      "Unexpected character or end of input: expected a valid value (JSON String, Number, Array, Object or token 'null', 'true' or 'false')",
    );
  if (!isObject(body)) throw new BadRequest("Expected [START_OBJECT] but found [START_ARRAY]");
  if (body.query !== undefined && !isObject(body.query))
    throw new BadRequest("[_na] query malformed, no start_object after query name");
  const size = body.size ?? (parameters.size === undefined ? 10 : Number(parameters.size));
  if (typeof size !== "number" || !Number.isInteger(size) || size < 0)
    throw new BadRequest(`[size] parameter cannot be negative, found [${plainText(size)}]`);
  const sought = soughtIn(body);
  const { q } = parameters;
  const query = sought.text === "" && typeof q === "string" ? q : sought.text;
  const accept = request.headers.accept;
  const echo: Asked = {
    source: wanted(body._source),
    totalAsNumber: parameters.rest_total_hits_as_int === "true",
    ...(accept !== undefined && versioned.test(accept) ? { accept } : {}),
  };
  return {
    operation,
    payload: {
      kind: "retrieval",
      query: retrievalQuery({
        query,
        topK: size,
        vector: sought.vector,
        filter:
          body.post_filter ?? (isObject(body.query) && isObject(body.query.bool) ? body.query.bool.filter : undefined),
        collection: segments.length === 2 ? decoded(segments[0] ?? "") : undefined,
      }),
    },
    stream: false,
    echo,
  };
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
