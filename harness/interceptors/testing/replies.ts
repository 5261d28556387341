import type { RouteResult } from "../../domain/ports.ts";
import { encodeText, type Frame, type Piece } from "../../domain/wire.ts";

/** A JSON reply in one frame. */
export const whole = (status: number, value: unknown, headers: Record<string, string> = {}): RouteResult => ({
  kind: "reply",
  wire: {
    status,
    headers: { "content-type": "application/json", ...headers },
    body: [{ bytes: encodeText(JSON.stringify(value)), mark: "whole" }],
  },
});

/** A reply whose pieces come one by one. */
export const streamed = (body: AsyncIterable<Piece>): RouteResult => ({
  kind: "reply",
  wire: { status: 200, headers: { "content-type": "text/event-stream" }, body },
});

export const frame = (text: string, mark: Frame["mark"] = "content"): Frame => ({ bytes: encodeText(text), mark });
