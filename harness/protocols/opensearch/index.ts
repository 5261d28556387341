import type { Protocol } from "../../domain/protocol.ts";
import { jsonSearch } from "../shared/json-search.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { failsIn200, failureReply, failures, type Product } from "./failures.ts";
import { type Asked, operationOf, operations, readSearch } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

/** `/_search` and `/_msearch` with lexical, kNN, neural and hybrid queries; everything else of the API is relayed. */
const searchEngine = (
  name: string,
  summary: string,
  product: Product,
  version: Readonly<Record<string, unknown>>,
): Protocol => ({
  name,
  summary,
  failures,
  failsIn200,
  announcesWait: false,
  tellsPartial: true,
  operations: () => operations,
  recognise: operationOf,
  decodeCall: readSearch,
  ...jsonSearch({
    operations,
    schema,
    settingsOf,
    failure: (failure, call) => failureReply(failure, call, product),
    headers: (call) => ({
      "content-type": (call.echo as Asked | undefined)?.accept ?? "application/json; charset=UTF-8",
      ...product.headers,
    }),
    read: readAnswer,
    write: writeAnswer,
  }),
  standIn: (request, binding) => standIn(request, binding, product.headers, version),
});

export const opensearch = searchEngine(
  "opensearch",
  "OpenSearch, self-managed or as a service: `_search` and `_msearch` with lexical, kNN and hybrid queries.",
  {
    name: "OpenSearch",
    rejected: "rejected_execution_exception",
    pool: "QueueResizingOpenSearchThreadPoolExecutor",
    headers: {},
    denied: () =>
      "no permissions for [indices:data/read/search] and User [name=agent, backend_roles=[], requestedTenant=null]",
  },
  { distribution: "opensearch", number: "3.3.0", minimum_wire_compatibility_version: "2.19.0" },
);

export const elasticsearch = searchEngine(
  "elasticsearch",
  "Elasticsearch: `_search` and `_msearch` with lexical, kNN, semantic and hybrid queries and retrievers.",
  {
    name: "Elasticsearch",
    rejected: "es_rejected_execution_exception",
    pool: "EsThreadPoolExecutor",
    // Its clients refuse to talk to a server that does not say this.
    headers: { "x-elastic-product": "Elasticsearch" },
    denied: (index) =>
      `action [indices:data/read/search] is unauthorized for user [agent] with effective roles [] on indices [${index}], this action is granted by the index privileges [read,all]`,
  },
  { number: "9.2.0", build_flavor: "default", minimum_wire_compatibility_version: "8.19.0" },
);
