import { expect, it } from "vitest";
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
  expect(new Set(stderr.trim().split("\n"))).toEqual(new Set(["loading agent.ts", "loading mocks.ts", "asking"]));
}, 30_000);

it("gives stdout back once the last who held it lets go", () => {
  const { write } = process.stdout;
  const [first, second] = [agentsOutputAside(), agentsOutputAside()];
  first[Symbol.dispose]();
  expect(process.stdout.write).not.toBe(write);
  second[Symbol.dispose]();
  expect(process.stdout.write).toBe(write);
});
