import { getLocal } from "mockttp";
import { z } from "zod";
import { serveParent } from "../child.ts";
import { requestPath, streamedAnswer, wholeAnswer } from "../payload.ts";

const asked = z.object({ stream: z.boolean() });

/**
 * mockttp with one rule for the endpoint, which reads the request to see whether a stream is wanted, and before it one that
 * breaks the connection and never matches; traffic recording off. Its events go out in one piece: a rule cannot stream.
 */
export async function start(): Promise<void> {
  const server = getLocal({ recordTraffic: false });
  await server.start();
  await server.forPost(`/v1${requestPath}`).withHeaders({ "x-never": "1" }).always().thenResetConnection();
  await server
    .forPost(`/v1${requestPath}`)
    .always()
    .thenCallback(async ({ body }) => {
      const { stream } = asked.parse(await body.getJson());
      const text = stream ? streamedAnswer().join("") : JSON.stringify(wholeAnswer());
      return {
        statusCode: 200,
        // Without the length it would end the connection after each reply.
        headers: {
          "content-type": stream ? "text/event-stream" : "application/json",
          "content-length": String(Buffer.byteLength(text)),
        },
        body: text,
      };
    });
  serveParent({
    address: () => ({ port: server.port, base: "/v1" }),
    stop: async () => {
      await server.stop();
      return null;
    },
  });
}
