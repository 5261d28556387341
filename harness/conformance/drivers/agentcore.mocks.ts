import { HttpResponse, http } from "msw";
import { healthyAnswer } from "../experiment.ts";

const service = "https://bedrock-agentcore.us-east-1.amazonaws.com";
const words = healthyAnswer.split(/(?= )/);

/** Event by event, as an agent's server sends them. */
const spoken = (): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const word of words) controller.enqueue(new TextEncoder().encode(`data: ${JSON.stringify(word)}\n\n`));
      controller.close();
    },
  });

/** An agent that says the usual words, whole or as it goes; and a memory that holds one record. */
export const mocks = [
  http.post(`${service}/runtimes/:arn/invocations`, ({ request }) =>
    request.headers.get("accept") === "text/event-stream"
      ? new HttpResponse(spoken(), { headers: { "content-type": "text/event-stream" } })
      : HttpResponse.json({ result: healthyAnswer }),
  ),
  http.post(`${service}/memories/:memory/retrieve`, ({ params }) =>
    HttpResponse.json({
      memoryRecordSummaries: [
        { memoryRecordId: `mem-${String(params["memory"])}`, content: { text: healthyAnswer }, score: 0.8 },
      ],
    }),
  ),
  http.post(`${service}/memories/:memory/events`, async ({ params, request }) => {
    const { actorId, payload } = (await request.json()) as Record<string, unknown>;
    const event = { memoryId: params["memory"], actorId, eventId: "0000001790000000000#1a2b3c4d", payload };
    return HttpResponse.json({ event }, { status: 201 });
  }),
];
