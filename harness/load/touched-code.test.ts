import { join } from "node:path";
import { expect, test } from "vitest";
import { registry } from "../cli/registry.ts";
import { project } from "../testing/child-cli.ts";
import { type Files, small } from "../testing/small-project.ts";
import { loadExperiments } from "./load.ts";
import { touchedBy } from "./touched.ts";

const ownFault = `import { defineFault } from "${join(import.meta.dirname, "..", "index.ts")}";
import { z } from "zod";
import { code } from "./codes.js";
export default defineFault({
  name: "gone", summary: "Gone.", boundaries: ["tool"], params: z.strictObject({}),
  describe: () => "gone", inject: async () => ({ kind: "failure", failure: { kind: "server-error", status: code } }),
});
`;
const graded = small["tasks.yaml"].replace(
  "    prompt: When",
  '    assert: [{ type: javascript, value: "file://check.ts:good" }]\n    prompt: When',
);
const moved = { "agent.ts": undefined, "src/agent.ts": small["agent.ts"] };
/** The target stands by itself, so that its folder says nothing. */
const apart: Files = {
  ...moved,
  "target.yaml": undefined,
  "target/target.yaml": small["target.yaml"]
    .replace("./agent.ts", "../src/agent.ts")
    .replace("system-map", "../system-map"),
  "experiment.yaml": small["experiment.yaml"].replace("target.yaml", "target/target.yaml"),
};

/** Why the change of a file concerns the experiment of a project; undefined if it does not. */
async function why(file: string, files: Files, experiment = "experiment.yaml"): Promise<string | undefined> {
  using at = project({ ...apart, [file]: "export {};\n", ...files });
  const experiments = await loadExperiments([experiment], registry, at);
  return touchedBy(experiments, [join(at.cwd, file)], at.cwd)[0]?.why.replace(`${file}: `, "");
}

test("code that nothing names concerns nobody", async () => {
  expect(await why("src/other.ts", {})).toBeUndefined();
});

test("a fault of the user's own and what it imports, by the name that TypeScript asks for", async () => {
  const files = {
    "own.ts": ownFault,
    "codes.ts": "export const code = 503;\n",
    "experiment.yaml": (apart["experiment.yaml"] ?? "").replace("inject: unavailable", "inject: ./own.ts"),
  };
  expect(await why("own.ts", files)).toBe("a fault that it injects");
  expect(await why("codes.ts", files)).toBe("a fault that it injects");
});

test("the file of a grader, and what it imports", async () => {
  const files = {
    "check.ts": 'import "./rules.ts";\nexport const good = () => true;\n',
    "rules.ts": "export {};\n",
    "tasks.yaml": graded,
  };
  expect(await why("check.ts", files)).toBe("what grades its tasks");
  expect(await why("rules.ts", files)).toBe("what grades its tasks");
});

test("what an experiment in TypeScript imports", async () => {
  const files = {
    "written.ts": `import { repeats } from "./often.ts";
export default { title: "The order service is down", question: "Does the agent say so?", failureMode: "single-point-of-failure",
  dimension: "tools", target: "target/target.yaml", tasks: "tasks.yaml", repeats, seed: 7,
  hypothesis: [{ "completion-rate": { atLeast: 0.5, decide: "point" } }],
  method: [{ inject: "unavailable", into: { tool: "orders" } }] };
`,
    "often.ts": "export const repeats = 3;\n",
  };
  expect(await why("often.ts", files, "written.ts")).toBe("imported by the experiment itself");
});

test.each([
  ["by the name that TypeScript asks for", 'import "./tools.js";\n', "imported by its target"],
  ["by a worker", 'new Worker(new URL("./tools.ts", import.meta.url));\n', "imported by its target"],
  ["by an alias", 'import { x } from "#tools";\n', "nobody can say what rests on it"],
  ["by a computed name", "await import(process.argv[2] ?? name);\n", "nobody can say what rests on it"],
  ["of which this is compiled", "//# sourceMappingURL=agent.js.map\n", "nobody can say what rests on it"],
  ["not at all", 'import { z } from "zod";\nimport "node:fs";\nexport const said = "#tools";\n', undefined],
])("what a target imports %s", async (_, text, reason) => {
  expect(await why("src/tools.ts", { "src/agent.ts": text, "node_modules/zod/package.json": "{}" })).toBe(reason);
});

test("settings that only look like an experiment concern all", async () => {
  expect(await why("flags.yaml", { "flags.yaml": "experiments: { newRetry: on }\n" })).toMatch(/nobody can say/);
  expect(await why("other.yaml", { "other.yaml": small["experiment.yaml"] })).toBeUndefined();
});
