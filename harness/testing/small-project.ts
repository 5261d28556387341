import { join } from "node:path";

/** A file given as undefined is left out. */
export type Files = Readonly<Record<string, string | undefined>>;

/** One task against one tool that is down, in a form that every kind of target can take. */
export const small = {
  "experiment.yaml": `title: The order service is down
question: Does the agent say so?
failureMode: single-point-of-failure
dimension: tools
target: target.yaml
tasks: tasks.yaml
hypothesis:
  - completion-rate: { atLeast: 0.5, decide: point }
method:
  - inject: unavailable
    into: { tool: orders }
repeats: 3
seed: 7
deadline: 20s
`,
  "target.yaml": "name: small\nkind: module\nmodule: ./agent.ts\nsystemMap: system-map.yaml\n",
  "command.yaml": "name: small\nkind: command\ncommand: [node, command.ts]\nsystemMap: system-map.yaml\n",
  "system-map.yaml": `dependencies:
  orders:
    boundary: tool
    protocol: http-json
    url: http://orders.test
    env: ORDERS_URL
mocks: ./mocks.ts
`,
  "tasks.yaml": `tasks:
  - id: where
    prompt: Where is my order?
    expect: { facts: [shipped] }
  - id: when
    prompt: When was it shipped?
    expect: { facts: [shipped] }
`,
  "agent.ts": `export default async (_task: unknown, { env, signal }: { env: Record<string, string>; signal: AbortSignal }) => {
  const response = await fetch(\`\${env.ORDERS_URL ?? "http://orders.test"}/orders/1\`, { signal });
  return response.ok ? \`Your order is \${(await response.json()).status}.\` : "I could not look that up.";
};
`,
  "command.ts": `import agent from "./agent.ts";
process.stdin.resume();
process.stdout.write(JSON.stringify({ answer: await agent({}, { env: process.env as Record<string, string>, signal: new AbortController().signal }) }));
`,
  "mocks.ts": `import { HttpResponse, http } from ${JSON.stringify(join(import.meta.dirname, "..", "msw.ts"))};
export default [http.get("http://orders.test/orders/:id", () => HttpResponse.json({ status: "shipped" }))];
`,
} as const;

export const experiment = (from: string, to: string): Files => ({
  "experiment.yaml": small["experiment.yaml"].replace(from, to),
});

/** Once each, since every trial starts a process. */
export const once = (target: string): Files => ({
  "experiment.yaml": small["experiment.yaml"].replace("target.yaml", target).replace("repeats: 3", "repeats: 1"),
});
export const command = (script: string): Files => ({ ...once("command.yaml"), "command.ts": script });
/** Where its server listens: another place in each worker, which may run at the same time. */
export const port = 18_743 + Number(process.env["VITEST_POOL_ID"] ?? 0);
export const http = (script: string, extra = ""): Files => ({
  ...once("http.yaml"),
  "http.yaml": `name: small\nkind: http\nurl: http://127.0.0.1:${port}/tasks\nstart: [node, server.ts]\nreadyWithin: 6s\n${extra}systemMap: system-map.yaml\n`,
  "server.ts": script,
});
export const server = (answer: string): string =>
  `import { createServer } from "node:http";
createServer((request, response) => { if (request.method === "GET") response.end("ready"); else ${answer} }).listen(${port}, "127.0.0.1");\n`;
