import { describe, expect, it } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import { cliHere, project } from "../testing/child-cli.ts";
import { type Files, small } from "../testing/small-project.ts";

/** Remembers by session what it has looked up; its second answer needs both calls. */
const agent = `const kept = new Map();
export async function answer({ prompt, session }, env) {
  const response = await fetch((env.ORDERS_URL ?? "http://orders.test") + "/orders/1");
  const said = response.ok ? (await response.json()).status : "unknown";
  const before = kept.get(session) ?? [];
  kept.set(session, [...before, said]);
  return prompt === "Where?" ? "It is " + said + "." : before.length === 0 ? "I know nothing of an order." :
    said === "unknown" ? "I could not look that up, but it was " + before[0] + "." : "It is still " + said + ", as it was: " + before[0] + ".";
}
`;
const kinds = {
  module: {
    "turns.yaml": "name: t\nkind: module\nmodule: ./module.mjs\nsystemMap: system-map.yaml\n",
    "module.mjs": `import { answer } from "./agent.mjs";
export default (task, { env }) => answer(task, env);
`,
  },
  command: {
    "turns.yaml":
      "name: t\nkind: command\ncommand: [node, lines.mjs]\nprocess: per-trial\nsystemMap: system-map.yaml\n",
    "lines.mjs": `import { createInterface } from "node:readline";
import { answer } from "./agent.mjs";
for await (const line of createInterface({ input: process.stdin })) {
  const { request, ...task } = JSON.parse(line);
  process.stdout.write(JSON.stringify({ request, answer: await answer(task, process.env) }) + "\\n");
}
`,
  },
  http: {
    "turns.yaml":
      "name: t\nkind: http\nurl: http://127.0.0.1:18761/\nstart: [node, server.mjs]\nsystemMap: system-map.yaml\n",
    "server.mjs": `import { createServer } from "node:http";
import { answer } from "./agent.mjs";
createServer(async (request, response) => {
  let text = "";
  for await (const part of request) text += part;
  response.end(text === "" ? "ready" : JSON.stringify({ answer: await answer(JSON.parse(text), process.env) }));
}).listen(18761, "127.0.0.1");
`,
  },
} as const;
const files = (kind: Files): Files => ({
  "experiment.yaml": small["experiment.yaml"]
    .replace("target.yaml", "turns.yaml")
    .replace("repeats: 3", "repeats: 1")
    .replace("into: { tool: orders }", "into: { tool: orders }\n    when: { nth: 2 }"),
  "tasks.yaml": `tasks:
  - id: two
    turns:
      - { prompt: "Where?", expect: { facts: [shipped] } }
      - "Still?"
    expect: { facts: ["as it was: shipped"] }
`,
  "agent.mjs": agent,
  ...kind,
});
const of = <T extends RunEvent["type"]>(events: readonly RunEvent[], type: T, arm: string) =>
  events.filter(
    (event): event is Extract<RunEvent, { type: T }> =>
      event.type === type && JSON.stringify(event).includes(`/${arm}`),
  );

describe.each(Object.entries(kinds))("a task of two turns at a target of the kind %s", (_kind, kind) => {
  it("is one conversation, in which faults count on", async () => {
    using folder = project(files(kind));
    const ran = await cliHere(["run", "experiment.yaml", "-q", "-o", "runs"], folder.cwd);
    expect(ran.stderr).toBe("");
    const events = folder.events();
    for (const arm of ["control", "treatment"]) {
      expect(of(events, "turn-answered", arm)).toMatchObject([{ turn: 0, prompt: "Where?", answer: "It is shipped." }]);
    }
    expect(of(events, "performance-ended", "control")[0]?.answer).toBe("It is still shipped, as it was: shipped.");
    expect(of(events, "performance-ended", "treatment")[0]?.answer).toBe(
      "I could not look that up, but it was shipped.",
    );
    expect(of(events, "fault-fired", "treatment").map(({ address }) => address)).toEqual([
      expect.stringMatching(/^tool:orders\..*\[2\]#1$/),
    ]);
    const told = await cliHere(["explain", "latest", "outcomes", "-o", "runs"], folder.cwd);
    expect(told.stdout).toMatch(/turn 1 +“Where\?” → “It is shipped\.”/);
    expect(told.stdout).toContain("turn 2: does not say");
    const json = await cliHere(["report", "latest", "-o", "runs", "--format", "json"], folder.cwd);
    expect(JSON.parse(json.stdout).experiments[0].examples[0]).toMatchObject({
      turns: [{ prompt: "Where?", answer: "It is shipped." }],
    });
  }, 60_000);
});

it("takes a call of the second turn for no retry of the same call in the first, which failed", async () => {
  const { "experiment.yaml": written = "", ...rest } = files(kinds.module);
  using folder = project({ ...rest, "experiment.yaml": written.replace("nth: 2", "first: 2") });
  await cliHere(["run", "experiment.yaml", "-q", "-o", "runs"], folder.cwd);
  expect(of(folder.events(), "fault-fired", "treatment").map(({ address }) => address)).toEqual([
    expect.stringMatching(/\[1\]#1$/),
    expect.stringMatching(/\[2\]#1$/),
  ]);
});
