import { LLMock } from "@copilotkit/aimock";
import { serveParent } from "../child.ts";
import { answerParts, answerText } from "../payload.ts";

/**
 * aimock as its readme starts it: one fixture, chaos armed at a rate that never comes, logs silent, its journal in memory
 * with the default bound. Its chunks are cut so that a stream has as many events as ours.
 */
export async function start(): Promise<void> {
  const mock = new LLMock({
    port: 0,
    chunkSize: Math.round(answerText.length / answerParts.length),
    chaos: { rateLimitRate: 1e-15 },
  });
  mock.onMessage("tent", { content: answerText });
  await mock.start();
  const { port } = new URL(mock.url);
  serveParent({
    address: (kind) => ({ port: Number(port), base: kind === "binary" ? "" : "/v1" }),
    stop: async () => {
      await mock.stop();
      return null;
    },
  });
}
