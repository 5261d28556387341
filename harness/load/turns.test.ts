import { expect, it } from "vitest";
import { registry } from "../cli/registry.ts";
import { loadExperiments, loadTasks } from "./index.ts";
import { complaints, project } from "./testing/project.ts";

const load = async (tasks: string) => {
  await using at = await project({ "tasks.yaml": `tasks:\n${tasks}` });
  return await loadTasks("tasks.yaml", at);
};

it("reads the turns of a task: the last is its prompt, the others come before it", async () => {
  const nothing = { facts: [], forbids: [], effects: [], claims: [] };
  const [task] = await load(`  - id: a
    input: { customer: ada, plan: x }
    turns:
      - Hello
      - { prompt: Where is it?, input: { plan: y }, expect: { forbids: [lost] } }
      - { prompt: When?, expect: { facts: [Monday] } }
`);
  expect(task).toEqual({
    id: "a",
    file: "tasks.yaml",
    tags: [],
    earlier: [
      { prompt: "Hello", input: { customer: "ada", plan: "x" } },
      {
        prompt: "Where is it?",
        input: { customer: "ada", plan: "y" },
        expect: { ...nothing, forbids: [{ text: "lost" }] },
      },
    ],
    prompt: "When?",
    input: { customer: "ada", plan: "x" },
    expect: { ...nothing, facts: [{ text: "Monday" }] },
  });
  const [short] = await load("  - { id: a, turns: [Hello], expect: { facts: [x] } }\n");
  expect(short).not.toHaveProperty("earlier");
});

it("says what is wrong with turns, at its place", async () => {
  const wrong = await complaints(
    load(`  - { id: a, prompt: Hi, turns: [Hi], expect: { facts: [x] } }
  - { id: b, expect: { facts: [x] } }
  - { id: c, turns: [], expect: { facts: [x] } }
  - id: d
    turns: [Hi, { prompt: Ho, expect: { facts: [x] } }]
    expect: { facts: [y] }
  - { id: e, turns: [Hi, Ho] }
`),
  );
  expect(wrong.map((text) => text.slice(0, 90))).toEqual([
    expect.stringMatching(/^tasks.yaml:2:26 Task "a" has a "prompt" and "turns"/),
    expect.stringMatching(/^tasks.yaml:3:\d+ Task "b" says nothing to the agent/),
    expect.stringMatching(/^tasks.yaml:4:\d+ "turns" must not be empty/),
    expect.stringMatching(/^tasks.yaml:6:\d+ Task "d" has "expect" twice/),
    expect.stringMatching(/^tasks.yaml:8:\d+ Task "e" has no ground truth/),
  ]);
});

const experiment = `title: t
question: q?
failureMode: single-point-of-failure
dimension: tools
target: target.yaml
tasks: [{ id: two, turns: [Hi, Ho], expect: { facts: [x] } }]
hypothesis: [{ completion-rate: { atLeast: 0.5 } }]
method: [{ inject: unavailable, into: { tool: orders } }]
`;
const map = `systemMap:
  dependencies:
    orders: { boundary: tool, protocol: http-json, url: "http://orders.test" }
`;
const http = "kind: http\nurl: http://127.0.0.1:8080\n";
const command = "kind: command\ncommand: node agent.js\n";
const mcp = "contract: mcp\nwith: { tool: ask }\n";

it.each([
  ["a program for each task", command, /its program is started for each turn.*"process: per-trial"/i],
  ["an MCP server on stdin", command + mcp, /Name the argument that takes its id as "session"/],
  ["a request without a session", `${http}with: { request: { text: "{{prompt}}" } }\n`, /no \{\{session\}\}/],
])("refuses a task of several turns for %s, with the next step", async (_what, target, why) => {
  await using at = await project({ "turns.yaml": experiment, "target.yaml": `name: t\n${target}${map}` });
  const [said, ...more] = await complaints(loadExperiments(["turns.yaml"], registry, { cwd: at.cwd }));
  expect(said).toMatch(/^turns.yaml:6:1 Task "two" of turns.yaml has 2 turns, and target.yaml cannot be asked twice/);
  expect(said).toMatch(why);
  expect(more).toEqual([]);
});

it.each([
  ["a program for many tasks", `${command}process: shared\n`],
  ["a program with a folder of its own", `${command}state: AGENT_STATE\n`],
  ["an MCP server that is told the session", `${command}contract: mcp\nwith: { tool: ask, session: conversation }\n`],
  ["a page", "kind: browser\nurl: http://127.0.0.1:8080\n"],
  ["a server", http],
  ["a server with a session header", `${http}with: { request: { text: "{{prompt}}" }, sessionHeader: x-chat }\n`],
  ["AgentCore", `${http}contract: agentcore\n`],
])("takes it for %s", async (_what, target) => {
  await using at = await project({ "turns.yaml": experiment, "target.yaml": `name: t\n${target}${map}` });
  expect(await loadExperiments(["turns.yaml"], registry, { cwd: at.cwd })).toHaveLength(1);
});
