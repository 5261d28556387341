import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { project } from "../testing/child-cli.ts";
import { root } from "../testing/run-in-memory.ts";
import type { Files } from "../testing/small-project.ts";
import { registry } from "./registry.ts";

/** Every example of the page on targets is loaded as a reader would copy it. */
const page = readFileSync(join(root, "docs", "targets.md"), "utf8");
const blocks = [...page.matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
const definitions = blocks.filter((text) => /^kind:/m.test(text));
const [map, ...otherMaps] = blocks.filter((text) => /^dependencies:/m.test(text));

/** `| an MCP server | `kind: http`, `contract: mcp` |` gives the lines of its second column; `or` gives a second way. */
const rows = [...page.matchAll(/^\| ([^|]+) \| (`kind:.*`) \|$/gm)].flatMap(([, agent = "", cell = ""]) => {
  const spans = [...cell.matchAll(/`([^`]+)`/g)].map(([, text = ""]) => text);
  const lines = spans.filter((text) => /^\w+: /.test(text));
  const others = spans.filter((text) => !lines.includes(text));
  return [
    lines,
    ...others.map((other) => lines.map((line) => (/^contract:/.test(line) ? `contract: ${other}` : line))),
  ].map((way) => [`${agent}: ${way.join(", ")}`, way] as const);
});

const experiment = (method: string): string => `title: t
question: q?
failureMode: single-point-of-failure
dimension: tools
target: target.yaml
tasks: [{ id: a, prompt: Hi, expect: { facts: [x] } }]
hypothesis: [{ completion-rate: { atLeast: 0.5 } }]
brain: passthrough
${method}`;
const unavailable = "method: [{ inject: unavailable, into: { tool: orders } }]\n";
const files: Files = {
  "system-map.yaml": map,
  "docs.json":
    '{ "documents": [{ "id": "d", "title": "D", "versions": [{ "version": "1", "date": "2026-01-01", "text": "d" }] }] }',
  "mocks.mts": "export default [];\n",
  "adapter.mts": 'export default async () => "…";\n',
  "agent.ts": 'export default async () => "…";\n',
};
async function load(target: string, method = unavailable, more: Files = {}) {
  using at = project({ ...files, "experiment.yaml": experiment(method), "target.yaml": target, ...more });
  const [loaded, ...others] = await loadExperiments(["experiment.yaml"], registry, { cwd: at.cwd });
  expect(others).toEqual([]);
  return loaded;
}

describe("docs/targets.md", () => {
  it("has the examples that are looked for here", () => {
    expect([definitions.length, rows.length, otherMaps.length]).toEqual([3, 12, 0]);
  });

  it.each(definitions.map((text) => [/^name: (.*)$/m.exec(text)?.[1] ?? "?", text] as const))(
    "defines %s so that it can be loaded",
    async (name, text) => {
      const loaded = await load(text);
      expect(loaded?.target.name).toBe(name);
      expect(loaded?.target.map.dependencies.map((one) => one.name)).toEqual(["model", "docs", "orders", "archive"]);
    },
  );

  it.each(rows)("has lines for %s that can be loaded", async (_what, lines) => {
    const loaded = await load(["name: t", ...lines, "systemMap: system-map.yaml", ""].join("\n"));
    const kind = lines[0]?.replace("kind: ", "");
    expect(loaded?.target.spec).toMatchObject({ kind });
    const contract = lines.find((line) => line.startsWith("contract: "))?.slice("contract: ".length);
    if (contract !== undefined) expect(loaded?.target.spec).toMatchObject({ contract: { name: contract } });
  });

  it("has a method for restarts that can be loaded", async () => {
    const method = /^ {4}method:\n(?: {4,}.*\n)+/m.exec(page)?.[0].replace(/^ {4}/gm, "") ?? "";
    const target = "name: t\nkind: command\ncommand: node a.js\nprocess: per-trial\nsystemMap: own.yaml\n";
    const own = `dependencies:
  orders:
    { boundary: tool, protocol: http-json, url: "http://orders.test", options: { operations: { create_refund: POST /refunds } } }
`;
    const loaded = await load(target, method, { "own.yaml": own });
    expect(loaded?.cells[0]?.method).toMatchObject([
      { fault: "target-restarts", params: { signal: "SIGTERM", moment: "before", grace: 10_000, down: 2000 } },
    ]);
  });
});
