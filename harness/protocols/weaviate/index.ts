import type { Protocol } from "../../domain/protocol.ts";
import { jsonSearch } from "../shared/json-search.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { failsIn200, failureReply, failures } from "./failures.ts";
import { operation, readSearch, searchIn } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

/** GraphQL `Get` over REST. gRPC is relayed unread: outages, latency and failures work on it, changes of results do not. */
export const weaviate: Protocol = {
  name: "weaviate",
  summary:
    "Weaviate's GraphQL `Get` over REST; calls over gRPC are relayed unread, so only outages, failures and latency reach them.",
  failures,
  announcesWait: false,
  failsIn200,
  operations: () => [operation],
  recognise: (request, binding) => (searchIn(request, binding) ? operation : undefined),
  decodeCall: readSearch,
  ...jsonSearch({
    operations: [operation],
    schema,
    settingsOf,
    failure: failureReply,
    read: readAnswer,
    write: writeAnswer,
  }),
  standIn,
};
