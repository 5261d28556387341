import { expect, it } from "vitest";
import { parse } from "yaml";
import { cli, project } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";
import { agentsOutputAside } from "./agents-output.ts";

const talking = (file: "agent.ts" | "mocks.ts"): string => `console.log("loading ${file}");\n${small[file]}`;

it("keeps what agents and mocks print out of the document, and on stderr", async () => {
  using at = project({
    "agent.ts": talking("agent.ts").replace("const response", 'console.log("asking");\n  const response'),
    "mocks.ts": talking("mocks.ts"),
  });
  const { code, stdout, stderr } = await cli(["run", "experiment.yaml", "-q", "-o", "runs", "-f", "json"], at.cwd);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, verdict: "held" });
  const doctor = await cli(["doctor", "experiment.yaml", "-f", "json"], at.cwd);
  expect(() => JSON.parse(doctor.stdout), doctor.stdout).not.toThrow();
  expect(doctor.stderr).toContain("asking\n");
  const said = stderr.trim().split("\n");
  expect(said.filter((line) => !line.startsWith("… ")).toSorted()).toEqual([
    "asking",
    "loading agent.ts",
    "loading mocks.ts",
  ]);
  expect(said.filter((line) => line.startsWith("… "))).toEqual(
    expect.arrayContaining([expect.stringMatching(/^… \d+ more times: asking$/)]),
  );
}, 30_000);

it("ends the document where it ends, whatever users' modules still print", async () => {
  const beating = 'const beat = () => {\n  console.log("heartbeat");\n  setImmediate(beat);\n};\nbeat();\n';
  using at = project({
    "agent.ts": `process.on("exit", () => console.log("farewell"));\n${small["agent.ts"]}`,
    // Outside of a trial, where no clock is held.
    "experiment.ts": `${beating}export default ${JSON.stringify(parse(small["experiment.yaml"]))};\n`,
    "gate.yaml": "experiments: { broken: 0 }\n",
  });
  const { code, stdout, stderr } = await cli(["gate", "experiment.ts", "-q", "-o", "runs", "-f", "json"], at.cwd);
  expect(code, stderr.slice(-1000)).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ schema: 1, verdict: "held", gate: { standing: "passed" } });
  expect(stderr).toMatch(/^(heartbeat\n|… \d+ more times?: heartbeat\n)+farewell\n$/);
}, 30_000);

it("keeps what an experiment in TypeScript prints out of what is said of it", async () => {
  using at = project({
    "experiment.ts": `console.log("loading");\nexport default ${JSON.stringify(parse(small["experiment.yaml"]))};\n`,
  });
  const [validate, plan, list] = await Promise.all(
    [["validate"], ["plan"], ["list", "experiments"]].map((words) => cli([...words, "experiment.ts"], at.cwd)),
  );
  for (const ended of [validate, plan, list])
    expect(ended).toMatchObject({ code: 0, stdout: expect.not.stringContaining("loading"), stderr: "loading\n" });
  expect(validate?.stdout).toBe("1 experiment is valid: 12 trials planned.\n");
}, 30_000);

it("gives stdout back once the last who held it lets go", () => {
  const { write } = process.stdout;
  const [first, second] = [agentsOutputAside(), agentsOutputAside()];
  first[Symbol.dispose]();
  expect(process.stdout.write).not.toBe(write);
  second[Symbol.dispose]();
  expect(process.stdout.write).toBe(write);
});
