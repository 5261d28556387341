import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serveParent } from "../child.ts";
import { streamedAnswer, wholeAnswer } from "../payload.ts";

/** What Node itself takes for the same bytes in one piece: the floor that added latency is counted from. */
export async function start(): Promise<void> {
  const whole = JSON.stringify(wholeAnswer());
  const events = streamedAnswer().join("");
  const server = createServer((request, response) => {
    request.resume();
    request.on("end", () => {
      if (request.url?.startsWith("/streamed")) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.end(events);
      } else {
        response.writeHead(200, { "content-type": "application/json", "content-length": Buffer.byteLength(whole) });
        response.end(whole);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen({ host: "127.0.0.1", port: 0 }, resolve));
  const { port } = server.address() as AddressInfo;
  serveParent({
    address: (kind) => ({ port, base: kind === "sse" ? "/streamed" : "/v1" }),
    stop: () => {
      server.closeAllConnections();
      server.close();
      return null;
    },
  });
}
