import { HttpResponse, http } from "msw";

const words = ["one", " two", " three", " four", " five", " six"];
const task = { id: "task-1", contextId: "context-1" };
const message = { messageId: "m-1", contextId: "context-1", role: "ROLE_AGENT", parts: [{ text: words.join("") }] };

/** As the official server writes them: the task, each word as a piece of its artifact, and its end. */
const events: readonly unknown[] = [
  { task: { ...task, status: { state: "TASK_STATE_SUBMITTED" } } },
  ...words.map((text, index) => ({
    artifactUpdate: {
      taskId: task.id,
      contextId: task.contextId,
      artifact: { artifactId: "a-1", parts: [{ text }] },
      append: index > 0,
    },
  })),
  { statusUpdate: { taskId: task.id, contextId: task.contextId, status: { state: "TASK_STATE_COMPLETED" } } },
];

const results: Readonly<Record<string, object>> = {
  GetTask: {
    ...task,
    status: { state: "TASK_STATE_COMPLETED" },
    artifacts: [{ artifactId: "a-1", parts: [{ text: words.join("") }] }],
  },
  CancelTask: { ...task, status: { state: "TASK_STATE_CANCELED" } },
};

function stream(wrap: (event: unknown) => unknown): Response {
  const text = events.map((event) => `data: ${JSON.stringify(wrap(event))}\n\n`).join("");
  return new HttpResponse(text, { headers: { "content-type": "text/event-stream" } });
}

export default [
  http.post("https://agent.example.com/rpc", async ({ request }) => {
    const { id, method } = (await request.json()) as { id: number; method: string };
    const wrap = (result: unknown) => ({ jsonrpc: "2.0", id, result });
    if (method === "SendStreamingMessage" || method === "SubscribeToTask") return stream(wrap);
    return HttpResponse.json(wrap(results[method] ?? { message }));
  }),
  http.post("https://agent.example.com/rest/message\\:send", () => HttpResponse.json({ message })),
  http.post("https://agent.example.com/rest/message\\:stream", () => stream((event) => event)),
  http.get("https://agent.example.com/rest/tasks/task-1", () => HttpResponse.json(results["GetTask"])),
  http.post("https://agent.example.com/rest/tasks/task-1\\:cancel", () => HttpResponse.json(results["CancelTask"])),
  http.post("https://agent.example.com/rest/tasks/task-1\\:subscribe", () => stream((event) => event)),
];
