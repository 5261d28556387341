import { z } from "zod";
import { serveParent } from "../child.ts";
import { streamedAnswer, wholeAnswer } from "../payload.ts";
import { callLoop } from "./call-loop.ts";

const asked = z.object({ stream: z.boolean() });

/** No interception at all: a fetch that answers at once. What is left is the client's own cost. */
export function start(): void {
  globalThis.fetch = async (_input, init) => {
    const { stream } = asked.parse(JSON.parse(String(init?.body)));
    return stream
      ? new Response(streamedAnswer().join(""), { headers: { "content-type": "text/event-stream" } })
      : new Response(JSON.stringify(wholeAnswer()), { headers: { "content-type": "application/json" } });
  };
  serveParent({ calls: callLoop(), stop: () => null });
}
