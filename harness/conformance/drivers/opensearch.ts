import { Client } from "@opensearch-project/opensearch";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import { soughtVector } from "./sought-vector.ts";

const source = "measured: bare sockets, 2026-11-28" as const;
const once = { attempts: 1, source } as const;
/** Four attempts with no pause between them. */
const retried = { attempts: 4, gaps: [[0, 60]], source } as const;
const own = (name: string): { readonly raises: string; readonly name: string } => ({
  raises: `${name}‹OpenSearchClientError`,
  name,
});
const answered = (status: number, message?: string): Expected => ({
  ...own("ResponseError"),
  status,
  ...(message === undefined ? {} : { message }),
  ...(status === 502 || status === 503 || status === 504 ? retried : once),
});
/** A body that is not JSON, by its header or by its absence, is handed on as it is. */
const unread: Expected = { raises: "TypeError", message: "Cannot read properties of undefined", ...once };

const expected: Driver["expected"] = {
  healthy: { said: "returns,returns-sale", ...once },
  "failure:throttled": answered(
    429,
    "search_phase_execution_exception: [rejected_execution_exception] Reason: rejected execution",
  ),
  "failure:overloaded": answered(
    429,
    "circuit_breaking_exception: [circuit_breaking_exception] Reason: [parent] Data too large",
  ),
  "failure:server-error": answered(500, "search_phase_execution_exception"),
  "failure:bad-gateway": answered(502, "Response Error"),
  "failure:unavailable": answered(503, "cluster_block_exception"),
  "failure:gateway-timeout": answered(504, "Response Error"),
  "failure:credentials-expired": answered(401, "security_exception"),
  "failure:access-denied": answered(403, "security_exception"),
  "failure:not-found": answered(
    404,
    "index_not_found_exception: [index_not_found_exception] Reason: no such index [policies]",
  ),
  "failure:invalid-request": answered(400, "parsing_exception"),
  reset: { ...own("ConnectionError"), message: "ECONNRESET", ...retried },
  refused: { ...own("ConnectionError"), message: "ECONNREFUSED", ...retried },
  dns: { ...own("ConnectionError"), message: "ENOTFOUND", ...retried },
  // The time-out is a socket's own, which virtual time does not see.
  hang: { ...own("TimeoutError"), message: "Request timed out", attempts: 4, gaps: [[0, 900]], source },
  "invalid-json": { ...own("DeserializationError"), ...once },
  "empty-body": unread,
  "empty-object": unread,
  "html-200": unread,
  "body cut:reset": {
    ...own("ConnectionError"),
    message: "Response aborted while reading the body",
    attempts: 4,
    source,
  },
};

const inPlace: Expected = { ...once, source: "docs: Multi-search, responses[].error" };
/** A batch is a success whatever becomes of its searches: who does not look at each has found nothing. */
const batch: Driver = {
  id: "opensearch msearch",
  package: "@opensearch-project/opensearch",
  protocol: "opensearch",
  mode: "whole",
  transport: "h1",
  dependency: { boundary: "retrieval", url: "https://search-policies-abc123.eu-central-1.es.amazonaws.com" },
  async call({ baseUrl, timeout, say }: DriverContext) {
    const client = new Client({ node: baseUrl, ...(timeout === undefined ? {} : { requestTimeout: timeout }) });
    const query = { match: { text: "returns" } };
    const searches = [{}, { size: 2, query }, {}, { size: 1, query }];
    const { body } = await client.msearch({ index: "policies", body: searches });
    const found = body.responses.map((one) => ("hits" in one ? one.hits.hits : []).map(({ _id }) => _id).join());
    say(found.filter((ids) => ids !== "").join("; "));
  },
  expected: {
    ...expected,
    healthy: { said: "returns,returns-sale; returns", ...once },
    "failure:throttled": inPlace,
    "failure:server-error": inPlace,
    "failure:access-denied": inPlace,
    "failure:not-found": inPlace,
  },
};

const driver = (id: string, query: Record<string, unknown>): Driver => ({
  id,
  package: "@opensearch-project/opensearch",
  protocol: "opensearch",
  mode: "whole",
  transport: "h1",
  dependency: { boundary: "retrieval", url: "https://search-policies-abc123.eu-central-1.es.amazonaws.com" },
  async call({ baseUrl, timeout, say }: DriverContext) {
    const client = new Client({ node: baseUrl, ...(timeout === undefined ? {} : { requestTimeout: timeout }) });
    const { body } = await client.search({ index: "policies", body: { size: 2, query } });
    say(body.hits.hits.map(({ _id }) => _id).join());
  },
  expected,
});

export const opensearchDrivers: readonly Driver[] = [
  driver("opensearch lexical", { match: { text: "returns" } }),
  batch,
  driver("opensearch knn", { knn: { embedding: { vector: [...soughtVector], k: 2 } } }),
];
