import type { EncodeContext } from "../../../domain/protocol.ts";
import type { RetrievalAnswer } from "../../../domain/retrieval.ts";
import type { Frame, FrameMark, WireReply } from "../../../domain/wire.ts";
import { wordDeltas } from "../../shared/deltas.ts";
import { eventStreamType, eventsOf, type StreamEvent, streamEventFrame } from "../../shared/event-stream.ts";
import { isObject } from "../../shared/json-body.ts";
import { requestId } from "../ids.ts";
import { citedText, readCitations, writeCitations } from "./citations.ts";
import { noAnswer } from "./generate.ts";
import type { Place } from "./hits.ts";
import type { Echo } from "./request.ts";

type Json = Readonly<Record<string, unknown>>;

export const sessionHeader = "x-amzn-bedrock-knowledge-base-session-id";

/** What was around the hits of a relayed stream. */
interface Around {
  readonly text: string;
  readonly citations: readonly Json[];
  readonly guardrail?: unknown;
  readonly sessionId?: string;
}

/** Undefined if an exception ended it, or nothing came. A stream that was cut reads like a shorter one: it has no end of its own. */
export function readStream(
  bytes: Uint8Array,
  headers: Readonly<Record<string, string>>,
  keys: Place["keys"],
): RetrievalAnswer | undefined {
  const events = eventsOf(bytes);
  const of = (type: string): Json[] =>
    events.flatMap((event) => (event.type === type && isObject(event.data) ? [event.data] : []));
  const text = of("output").flatMap((data) => (typeof data["text"] === "string" ? [data["text"]] : []));
  if (events.some(({ kind }) => kind !== "event") || text.length === 0) return undefined;
  // The event repeats its two members in a deprecated third.
  const citations = of("citation").map(({ citation, ...data }) => ({
    ...(isObject(citation) ? citation : {}),
    ...data,
  }));
  const guardrail = of("guardrail")[0];
  const sessionId = headers[sessionHeader];
  const fields: Around = {
    text: text.join(""),
    citations,
    ...(guardrail ? { guardrail } : {}),
    ...(sessionId ? { sessionId } : {}),
  };
  return { hits: readCitations(citations, keys), generated: fields.text, fields };
}

export function writeStream(answer: RetrievalAnswer, place: Place, echo: Echo, context: EncodeContext): WireReply {
  const around = isObject(answer.fields) ? (answer.fields as Partial<Around>) : {};
  const { generated = noAnswer } = answer;
  const before = around.citations && { citations: around.citations, text: around.text ?? "" };
  const citations = writeCitations({ ...answer, generated }, before, place);
  const guardrail = around.guardrail ? [streamEventFrame("guardrail", around.guardrail, "close")] : [];
  return {
    status: 200,
    headers: {
      "content-type": eventStreamType,
      // Without `transfer-encoding` a mocked stream that is cut looks like one that ended well.
      "transfer-encoding": "chunked",
      "x-amzn-requestid": requestId(context),
      [sessionHeader]: around.sessionId ?? echo.sessionId ?? requestId(context),
    },
    body: [...frames(generated, citations), ...guardrail],
  };
}

/** Each citation follows the part of the answer that it is for, where the parts make up the answer. */
function frames(text: string, citations: readonly Json[]): Frame[] {
  const parts = citations.map(citedText);
  const fits = parts.join("") === text;
  const said = (words: string): Frame[] =>
    wordDeltas(words).map((delta) => streamEventFrame("output", { text: delta }, "content"));
  const cited = (citation: Json): Frame => streamEventFrame("citation", { citation, ...citation }, "content");
  return fits
    ? citations.flatMap((citation, index) => [...said(parts[index] ?? ""), cited(citation)])
    : [...said(text), ...citations.map(cited)];
}

/** Nothing opens this stream and nothing ends it, but for a guardrail or an exception. */
export const streamMark = ({ kind, type }: StreamEvent): FrameMark =>
  kind === "event" && type !== "guardrail" ? "content" : "close";
