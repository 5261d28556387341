import type { Protocol } from "../../domain/protocol.ts";
import { jsonSearch } from "../shared/json-search.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { failureReply, failures } from "./failures.ts";
import { endpointOf, operations, readQuery } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

/** `points/query` and `points/search` of the REST API, and batches of them; groups, scrolling and writing are relayed. */
export const qdrant: Protocol = {
  name: "qdrant",
  summary:
    "Qdrant's REST API: `points/query` with vectors, prefetch and hybrid, and `points/search`, alone or in batches.",
  failures,
  operations: () => operations,
  recognise: (request, binding) => endpointOf(request, binding)?.operation,
  decodeCall: readQuery,
  ...jsonSearch({
    operations,
    schema,
    settingsOf,
    failure: failureReply,
    read: readAnswer,
    write: writeAnswer,
  }),
  standIn,
};
