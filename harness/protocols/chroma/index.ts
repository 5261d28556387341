import type { Protocol } from "../../domain/protocol.ts";
import { jsonSearch } from "../shared/json-search.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { failureReply, failures } from "./failures.ts";
import { collectionOf, operation, readQuery } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

/** Queries of a collection by embedding; getting, searching by rank expressions and writing are relayed. */
export const chroma: Protocol = {
  name: "chroma",
  summary: "Chroma's API v2: `query` of a collection, where hits are columns and distances grow with difference.",
  failures,
  announcesWait: false,
  operations: () => [operation],
  recognise: (request, binding) => (collectionOf(request, binding) === undefined ? undefined : operation),
  decodeCall: readQuery,
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
