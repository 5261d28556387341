import type { EncodeContext } from "../../../domain/protocol.ts";
import type { Frame, FrameMark, WireReply } from "../../../domain/wire.ts";
import { wordDeltas } from "../../shared/deltas.ts";
import { eventStreamType, eventsOf, type StreamEvent, streamEventFrame } from "../../shared/event-stream.ts";
import { isObject } from "../../shared/json-body.ts";
import { requestId } from "../ids.ts";

type Json = Readonly<Record<string, unknown>>;

/** An agent's answer as one value: the events of its stream by kind, the text in one piece. */
interface Completion {
  readonly completion?: string;
  /** Of the last chunk: what the answer rests on. */
  readonly attribution?: unknown;
  readonly trace?: readonly unknown[];
  /** The caller is to run these and come back. */
  readonly returnControl?: unknown;
  readonly files?: unknown;
}

export interface Echo {
  readonly sessionId?: string;
  /** The client asked for the final answer in pieces; without it one chunk holds all of it. */
  readonly inPieces?: boolean;
}

/** Undefined if an exception ended the stream, or nothing came. Like the client, it cannot tell a cut from an end. */
export function readCompletion(bytes: Uint8Array): Completion | undefined {
  const events = eventsOf(bytes);
  if (events.length === 0 || events.some(({ kind }) => kind !== "event")) return undefined;
  const of = (type: string): Json[] =>
    events.flatMap((event) => (event.type === type && isObject(event.data) ? [event.data] : []));
  const chunks = of("chunk");
  const attribution = chunks.findLast((chunk) => chunk["attribution"] !== undefined)?.["attribution"];
  const [returnControl] = of("returnControl");
  const [files] = of("files");
  const trace = of("trace");
  return {
    ...(chunks.length > 0 ? { completion: chunks.map(textOf).join("") } : {}),
    ...(attribution === undefined ? {} : { attribution }),
    ...(trace.length > 0 ? { trace } : {}),
    ...(returnControl ? { returnControl } : {}),
    ...(files ? { files } : {}),
  };
}

const textOf = ({ bytes }: Json): string =>
  typeof bytes === "string" ? Buffer.from(bytes, "base64").toString("utf8") : "";

/** A bare text is an answer too. */
export function writeCompletion(value: unknown, echo: Echo, headers: Json, context: EncodeContext): WireReply {
  const {
    completion,
    attribution,
    trace = [],
    returnControl,
    files,
  }: Completion = isObject(value) ? value : { completion: typeof value === "string" ? value : JSON.stringify(value) };
  const texts = completion === undefined ? [] : echo.inPieces ? wordDeltas(completion) : [completion];
  const frames: Frame[] = [
    ...trace.map((one) => streamEventFrame("trace", one, "open")),
    ...texts.map((text, index) =>
      chunkFrame(text, "content", index === texts.length - 1 && attribution !== undefined ? { attribution } : {}),
    ),
    ...(returnControl === undefined ? [] : [streamEventFrame("returnControl", returnControl, "content")]),
    ...(files === undefined ? [] : [streamEventFrame("files", files, "content")]),
  ];
  return {
    status: 200,
    headers: {
      "content-type": eventStreamType,
      // Without `transfer-encoding` a mocked stream that is cut looks like one that ended well.
      "transfer-encoding": "chunked",
      "x-amzn-requestid": requestId(context),
      "x-amzn-bedrock-agent-content-type": "application/json",
      "x-amz-bedrock-agent-session-id": echo.sessionId ?? requestId(context),
      ...headers,
    },
    body: frames,
  };
}

export const chunkFrame = (text: string, mark: FrameMark, more: Json = {}): Frame =>
  streamEventFrame("chunk", { bytes: Buffer.from(text, "utf8").toString("base64"), ...more }, mark);

/** Traces before the first chunk are structure; those after it go with the content. Nothing ends the stream but an exception. */
export function completionMarker(): (event: StreamEvent) => FrameMark {
  let begun = false;
  return ({ kind, type }) => {
    if (kind !== "event") return "close";
    begun ||= type !== "trace";
    return begun ? "content" : "open";
  };
}
