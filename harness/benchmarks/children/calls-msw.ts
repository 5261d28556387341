import { HttpResponse, http } from "msw";
import { setupServer } from "msw/node";
import { z } from "zod";
import { serveParent } from "../child.ts";
import { modelUrl, requestPath, streamedAnswer, wholeAnswer } from "../payload.ts";
import { callLoop } from "./call-loop.ts";

const asked = z.object({ stream: z.boolean() });
const encoder = new TextEncoder();

/** Stock MSW with one handler that reads the request and gives the same answer, whole or as events. */
export function start(): void {
  const server = setupServer(
    http.post(modelUrl + requestPath, async ({ request }) => {
      const { stream } = asked.parse(await request.json());
      if (!stream) return HttpResponse.json(wholeAnswer());
      const events = streamedAnswer().map((event) => encoder.encode(event));
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const event of events) controller.enqueue(event);
          controller.close();
        },
      });
      return new HttpResponse(body, { headers: { "content-type": "text/event-stream" } });
    }),
  );
  server.listen();
  serveParent({
    calls: callLoop(),
    stop: () => {
      server.close();
      return null;
    },
  });
}
