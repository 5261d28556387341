import type { Call } from "../../domain/call.ts";
import type { Protocol } from "../../domain/protocol.ts";
import { jsonSearch } from "../shared/json-search.ts";
import { readAnswer, writeAnswer } from "./answer.ts";
import { answerHeaders, failureReply, failures } from "./failures.ts";
import { type Operation, operationOf, operations, readCall } from "./request.ts";
import { schema, settingsOf } from "./settings.ts";
import { standIn } from "./stand-in.ts";

const asked = ({ operation }: Call): Operation => (operation === "search" ? "search" : "query");

/** `/query` of the vector plane and the search of records with integrated embedding; everything else is relayed. */
export const pinecone: Protocol = {
  name: "pinecone",
  summary: "Pinecone's data plane: `query` by vector, and `search` of records with integrated embedding.",
  failures,
  announcesWait: false,
  operations: () => operations,
  recognise: operationOf,
  decodeCall: readCall,
  ...jsonSearch({
    operations: ["query", "search"],
    schema,
    settingsOf,
    failure: failureReply,
    headers: (_call, context) => answerHeaders(context),
    read: (value, call, settings) => readAnswer(value, asked(call), settings),
    write: (answer, call, settings) => writeAnswer(answer, call, asked(call), settings),
  }),
  standIn,
};
