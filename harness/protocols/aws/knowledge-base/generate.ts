import type { EncodeContext } from "../../../domain/protocol.ts";
import type { RetrievalAnswer } from "../../../domain/retrieval.ts";
import { isObject } from "../../shared/json-body.ts";
import { requestId } from "../ids.ts";
import { readCitations, writeCitations } from "./citations.ts";
import type { Place } from "./hits.ts";
import type { Echo } from "./request.ts";

type Json = Readonly<Record<string, unknown>>;

/** What the service says instead of an answer that it cannot give. */
export const noAnswer = "Sorry, I am unable to assist you with this request.";

/** Undefined if the value holds no answer. */
export function readGenerated(value: unknown, keys: Place["keys"]): RetrievalAnswer | undefined {
  const known = isObject(value) ? partsOf(value) : undefined;
  return known && { hits: readCitations(known.citations, keys), generated: known.text, fields: value };
}

function partsOf({ output, citations }: Json): { text: string; citations: readonly Json[] } | undefined {
  if (!isObject(output) || typeof output["text"] !== "string") return undefined;
  return { text: output["text"], citations: Array.isArray(citations) ? citations.filter(isObject) : [] };
}

/** The session of the request goes on; without one it is a new session. */
export function writeGenerated(
  answer: RetrievalAnswer,
  place: Place,
  echo: Echo,
  context: EncodeContext,
): Record<string, unknown> {
  const around = isObject(answer.fields) ? answer.fields : {};
  const { generated = noAnswer } = answer;
  const output = isObject(around["output"]) ? around["output"] : {};
  return {
    ...around,
    citations: writeCitations({ ...answer, generated }, partsOf(around), place),
    output: { ...output, text: generated },
    sessionId: around["sessionId"] ?? echo.sessionId ?? requestId(context),
  };
}
