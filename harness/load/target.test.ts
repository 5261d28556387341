import { join } from "node:path";
import { expect, test } from "vitest";
import { loadExperiments, loadSystemMap, loadTarget } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const map = "systemMap: { dependencies: {} }\n";

test("a command may be a list or a line, with its folder and environment", async () => {
  await using at = await project({
    "a/target.yaml": `name: a\nkind: command\ncommand: [python3, agent.py]\ncwd: ../work\nenvironment: { PORT: 80, DEBUG: true }\nbrain: passthrough\n${map}`,
    "b.yaml": `name: b\nkind: command\ncommand: node "my agent.js" --say 'it''s'\n${map}`,
    "work/x": "",
  });
  const target = await loadTarget("a/target.yaml", registry, at);
  expect(target.spec).toEqual({
    kind: "command",
    command: ["python3", "agent.py"],
    cwd: join(at.cwd, "work"),
    environment: { PORT: "80", DEBUG: "true" },
  });
  expect(target.brain).toEqual({ kind: "passthrough" });
  expect((await loadTarget("b.yaml", registry, at)).spec).toMatchObject({
    command: ["node", "my agent.js", "--say", "its"],
    cwd: at.cwd,
    environment: {},
  });
});

test("an http target has defaults for readiness and propagation", async () => {
  await using at = await project({
    "a.yaml": `name: a\nkind: http\nurl: http://127.0.0.1:8080/ask/\n${map}`,
    "b.yaml": `name: b\nkind: http\nurl: http://127.0.0.1:8080\nstart: npm start\nready: /health\nreadyWithin: 5s\npropagates: true\n${map}`,
  });
  expect((await loadTarget("a.yaml", registry, at)).spec).toEqual({
    kind: "http",
    url: "http://127.0.0.1:8080/ask",
    cwd: at.cwd,
    environment: {},
    ready: "/",
    readyWithin: 30_000,
    propagates: false,
  });
  expect((await loadTarget("b.yaml", registry, at)).spec).toMatchObject({
    start: ["npm", "start"],
    ready: "/health",
    readyWithin: 5000,
    propagates: true,
  });
});

test("keys of another kind of target are unknown", async () => {
  await using at = await project({ "a.yaml": `name: a\nkind: command\ncommand: x\nclock: real\ncwd: nowhere\n${map}` });
  expect(await complaints(loadTarget("a.yaml", registry, at))).toEqual([
    'a.yaml:4:1 Unknown key "clock". There is "$schema", "name", "systemMap", "brain", "discloses", "telemetry", "contract", "with", "cwd", "environment", "interception", "isolation", "state", "kind", "command" and "process".',
    "a.yaml:5:6 Cannot find the folder to start in: there is no folder nowhere.",
  ]);
});

test("a system map stands alone, in a target, or in an experiment", async () => {
  const inline =
    'systemMap:\n  dependencies:\n    policies: { boundary: retrieval, protocol: http-retrieval, url: "http://kb" }\n';
  await using at = await project({
    ...valid,
    "experiments/stale.yaml": `${valid["experiments/stale.yaml"].replace("age: 400d", "mode: ageing")}${inline}`,
  });
  const [experiment] = await loadExperiments(["experiments"], registry, at);
  expect(experiment?.target.map.dependencies.map(({ name }) => name)).toEqual(["policies"]);
  expect(experiment?.target.map.file).toBe("experiments/stale.yaml");
  expect((await loadSystemMap("system-map.yaml", registry, at)).dependencies).toHaveLength(3);
});

test("dimensions follow from the boundary unless they are given", async () => {
  const dependency = (name: string, more: string) => `  ${name}: { url: "https://${name}.test", ${more} }\n`;
  await using at = await project({
    "map.yaml": `dependencies:\n${dependency("a", "boundary: memory, protocol: http-tool")}${dependency("b", "boundary: identity, protocol: http-tool")}${dependency("c", "boundary: tool, protocol: http-tool, dimension: infrastructure")}`,
  });
  const { dependencies } = await loadSystemMap("map.yaml", registry, at);
  expect(dependencies.map(({ dimension }) => dimension)).toEqual(["tools", "security", "infrastructure"]);
});

test("another target is only for the experiments that the tags choose", async () => {
  const bare = "name: bare\nkind: module\nmodule: ./agent.ts\n";
  await using at = await project({
    ...valid,
    "experiments/elsewhere.yaml": valid["experiments/stale.yaml"].replace("[smoke]", "[elsewhere]"),
    "experiments/stale.yaml": valid["experiments/stale.yaml"].replace(
      "into: { retrieval: policies }",
      "into: { retrieval: kb }",
    ),
    "agents/bare.yaml": `${bare}systemMap: { dependencies: { kb: { boundary: retrieval, protocol: http-retrieval, url: "https://kb.example.com", corpus: ../knowledge.yaml } } }\n`,
  });
  const overrides = { target: "agents/bare.yaml" };
  const chosen = await loadExperiments(["experiments"], registry, {
    ...at,
    overrides: { ...overrides, tags: ["smoke"] },
  });
  expect(chosen.map(({ id, target }) => [id, target.name])).toEqual([["stale", "bare"]]);
  // Without tags every experiment is for it, and one of them names what it does not have.
  expect(await complaints(loadExperiments(["experiments"], registry, { ...at, overrides }))).toHaveLength(1);
});

test("the way in is one of three, and a server that runs already can only be told other addresses", async () => {
  await using at = await project({
    "a.yaml": `name: a\nkind: command\ncommand: ./agent\ninterception: proxy\n${map}`,
    "b.yaml": `name: b\nkind: http\nurl: http://127.0.0.1:1/\nstart: ./serve\ninterception: preload\n${map}`,
    "c.yaml": `name: c\nkind: http\nurl: http://127.0.0.1:1/\ninterception: proxy\n${map}`,
    "d.yaml": `name: d\nkind: command\ncommand: ./agent\ninterception: vpn\n${map}`,
  });
  expect((await loadTarget("a.yaml", registry, at)).spec).toMatchObject({ interception: "proxy" });
  expect((await loadTarget("b.yaml", registry, at)).spec).toMatchObject({ interception: "preload" });
  await expect(loadTarget("c.yaml", registry, at)).rejects.toThrow(
    /^c\.yaml:4:15 Cannot use "interception: proxy" with a server that runs already: .*"start" command/,
  );
  await expect(loadTarget("d.yaml", registry, at)).rejects.toThrow(/d\.yaml:4:15 .*"gateway".*"preload".*"proxy"/);
});

test("a contract is named, with its settings; a server is ready where the contract says", async () => {
  await using at = await project({
    "a.yaml": `name: a\nkind: http\nurl: http://127.0.0.1:8080\ncontract: runtime\nheaders: { x-key: "1" }\nstart: npm start\nprocess: shared\n${map}`,
    "b.yaml": `name: b\nkind: http\nurl: http://127.0.0.1:8080\nwith: { answer: reply.text }\n${map}`,
    "c.yaml": `name: c\nkind: command\ncommand: node agent.js\nprocess: shared\n${map}`,
  });
  expect((await loadTarget("a.yaml", registry, at)).spec).toMatchObject({
    contract: { name: "runtime", settings: {} },
    ready: "/ping",
    headers: { "x-key": "1" },
    process: "shared",
  });
  const settings = { answer: "reply.text" };
  expect((await loadTarget("b.yaml", registry, at)).spec).toMatchObject({ contract: { name: "json", settings } });
  const contract = { name: "lines", settings: {} };
  expect((await loadTarget("c.yaml", registry, at)).spec).toMatchObject({ contract, process: "shared" });
});

test("what is wrong with a contract is said at its place", async () => {
  const http = "kind: http\nurl: http://127.0.0.1:8080\n";
  await using at = await project({
    "a.yaml": `name: a\n${http}contract: runtim\n${map}`,
    "b.yaml": `name: b\n${http}contract: json\nwith: { anser: x }\n${map}`,
    "c.yaml": `name: c\nkind: command\ncommand: x\ncontract: lines\nprocess: per-task\n${map}`,
    "d.yaml": `name: d\nkind: command\ncommand: x\nwith: { tool: ask }\n${map}`,
    "e.yaml": `name: e\nkind: command\ncommand: x\ncontract: runtime\n${map}`,
  });
  const says = (file: string) => complaints(loadTarget(file, registry, at));
  expect(await says("a.yaml")).toEqual(['a.yaml:4:11 No http target speaks "runtim". Did you mean "runtime"?']);
  expect(await says("b.yaml")).toEqual(['b.yaml:5:9 Unknown key "anser". Did you mean "answer"?']);
  expect(await says("c.yaml")).toEqual([expect.stringMatching(/^c\.yaml:5:10 A process that speaks "lines"/)]);
  expect(await says("d.yaml")).toEqual([expect.stringMatching(/^d\.yaml:4:1 These are settings of a contract/)]);
  expect(await says("e.yaml")).toEqual(['e.yaml:4:11 No command target speaks "runtime". There is "lines".']);
});

test("a target says how it discloses", async () => {
  await using at = await project({
    "a.yaml": `name: a\nkind: command\ncommand: ask\n${map}discloses:\n  lack: [nicht erreichbar, { matches: "konnte .* nicht", as: could not }]\n  handover: [{ anyOf: [Ticket angelegt, Kollege meldet sich] }]\n`,
    "b.yaml": `name: b\nkind: command\ncommand: ask\n${map}`,
  });
  expect((await loadTarget("a.yaml", registry, at)).discloses).toEqual({
    lack: [{ text: "nicht erreichbar" }, { matches: "konnte .* nicht", as: "could not" }],
    handover: [{ anyOf: ["Ticket angelegt", "Kollege meldet sich"] }],
  });
  expect(await loadTarget("b.yaml", registry, at)).not.toHaveProperty("discloses");
});

test.each([
  ["discloses:\n  lack: [{ matches: '(' }]\n", "5:21", "must be a valid regular expression"],
  ["discloses:\n  handoff: [ticket]\n", "5:3", '"handoff"'],
  ["discloses:\n  lack: [12]\n", "5:10", "must be text or a mapping"],
  ["discloses:\n  lack: []\n", "5:9", "must not be empty"],
])("how a target discloses is checked: %j", async (lines, place, message) => {
  await using at = await project({ "a.yaml": `name: a\nkind: command\ncommand: ask\n${lines}${map}` });
  const said = await complaints(loadTarget("a.yaml", registry, at));
  expect(said.join("\n")).toContain(`a.yaml:${place}`);
  expect(said.join("\n")).toContain(message);
});
