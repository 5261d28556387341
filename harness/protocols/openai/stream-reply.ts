import type { WireReply } from "../../domain/wire.ts";

/** Without `transfer-encoding` a mocked stream that is cut looks to fetch like one that ended well. */
export const streamReply = (body: WireReply["body"], headers: Record<string, string>): WireReply => ({
  status: 200,
  headers: { "content-type": "text/event-stream; charset=utf-8", "transfer-encoding": "chunked", ...headers },
  body,
});
