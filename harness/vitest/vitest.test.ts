import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Project, project } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";
import { experiment } from "./index.ts";

const root = join(import.meta.dirname, "..", "..");
const claiming = (claim: string): string =>
  small["experiment.yaml"].replace("completion-rate: { atLeast: 0.5, decide: point }", claim);

/** One of its faults strikes, and one never does. */
const twoFaults = small["experiment.yaml"].replace(
  "repeats: 3",
  "  - inject: latency\n    into: { tool: orders }\n    with: { delay: 1s }\n    when: { nth: 9 }\nrepeats: 3",
);

const tests = `import { expect, test } from "vitest";
import { experiment } from "brownout/vitest";

const broken = experiment("broken.yaml");
const unclear = experiment("unclear.yaml", { seed: 8 });
const held = experiment("held.yaml", { target: "target.yaml", repeats: 4, seed: "a" });
const fails = experiment("fails.yaml");
const silent = experiment("silent.yaml");

test("held holds", async () => {
  await expect(held).toHold();
  const { run, verdict, experiments } = await held.run();
  expect([verdict, experiments[0]?.trials.planned]).toEqual(["held", 16]);
  expect(run).not.toBe((await broken.run()).run);
});
test("held is not broken", () => expect(held).not.toHold());
test("held shows no retry storm", () => expect(held).not.toFind("retry-storm"));
test("held is said to show one", () => expect(held).toFind("retry-storm"));
test("broken holds", () => expect(broken).toHold());
test("broken holds if nobody can tell", () => expect(broken).toHold({ allowInconclusive: true }));
test("broken is broken", () => expect(broken).not.toHold());
test("broken is found out", () => expect(broken).toFind("CODE"));
test("broken is not found out", () => expect(broken).not.toFind("CODE"));
test("unclear holds", () => expect(unclear).toHold());
test("unclear holds if nobody can tell", () => expect(unclear).toHold({ allowInconclusive: true }));
test("unclear is broken", () => expect(unclear).not.toHold());
test("missing holds", () => expect(experiment("missing.yaml")).toHold());
test("missing is broken", () => expect(experiment("missing.yaml")).not.toHold());
test("failing holds if nobody can tell", () => expect(fails).toHold({ allowInconclusive: true }));
test("failing is broken", () => expect(fails).not.toHold());
test("half silent shows no storm", () => expect(silent).not.toFind("retry-storm"));
const cut = experiment("held.yaml", { seed: "b" });
test("stopped by its time limit", { timeout: 300 }, () => expect(cut).toHold());
test("asked again at once holds", () => expect(cut).toHold());
test.concurrent("one of two at once holds", () => expect(experiment("held.yaml", { seed: "c" })).toHold());
test.concurrent("the other of them ends first", () => {});
`.replaceAll("CODE", "transient-not-retried");

const results = z.object({
  testResults: z.tuple([
    z.object({
      assertionResults: z.array(
        z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
      ),
    }),
  ]),
});

/** A project of its own with the real Vitest. */
function vitestOver(folder: Project) {
  const modules = join(folder.cwd, "node_modules");
  mkdirSync(modules);
  symlinkSync(root, join(modules, "brownout"));
  symlinkSync(join(root, "node_modules", "vitest"), join(modules, "vitest"));
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV)/.test(name)));
  const ended = spawnSync(
    process.execPath,
    [join(root, "node_modules/vitest/vitest.mjs"), "run", "--reporter=json", "--outputFile=results.json"],
    { cwd: folder.cwd, encoding: "utf8", env: { ...env, NO_COLOR: "1" } },
  );
  const text = readFileSync(join(folder.cwd, "results.json"), "utf8");
  const [{ assertionResults }] = results.parse(JSON.parse(text)).testResults;
  return {
    code: ended.status,
    of: new Map(
      assertionResults.map(({ title, status, failureMessages }) => [title, { status, said: failureMessages.join() }]),
    ),
  };
}

describe("experiments as Vitest tests", () => {
  let ended: ReturnType<typeof vitestOver>;
  beforeAll(() => {
    using folder = project({
      // Reports are read from stdout, and an agent may print.
      "agent.ts": small["agent.ts"].replace("const response", 'console.log("asking");\n  const response'),
      "fails.ts": 'throw new Error("no key is set");\n',
      "fails.target.yaml": small["target.yaml"].replace("agent.ts", "fails.ts"),
      "fails.yaml": small["experiment.yaml"].replace("target.yaml", "fails.target.yaml"),
      "silent.yaml": twoFaults,
      "held.yaml": small["experiment.yaml"],
      "broken.yaml": claiming("answer-correctness: { atLeast: 0.9, decide: point }"),
      "unclear.yaml": claiming("completion-rate: { atLeast: 0.95 }"),
      "small.test.ts": tests,
      // The sources stand in for the package, which is built: the condition is theirs alone.
      "vitest.config.mts": `export default { test: { testTimeout: 120000 }, resolve: { alias: { "brownout/vitest": ${JSON.stringify(join(import.meta.dirname, "index.ts"))} } } };\n`,
    });
    ended = vitestOver(folder);
  }, 180_000);

  it("passes what holds, fails what broke and what cannot tell", () => {
    const passed = [...ended.of].filter(([, { status }]) => status === "passed").map(([title]) => title);
    expect(passed).toEqual([
      "held holds",
      "held shows no retry storm",
      "broken is broken",
      "broken is found out",
      "unclear holds if nobody can tell",
      "asked again at once holds",
      "one of two at once holds",
      "the other of them ends first",
    ]);
    expect([ended.of.size, ended.code]).toEqual([21, 1]);
  });

  it("says verdict, claim, the worst trial call by call, and how to repeat it", () => {
    const said = ended.of.get("broken holds")?.said;
    expect(said).toMatch(/1 of 1 did not hold\.\s+BROKEN {2}The order service is down \(broken\.yaml\)/);
    expect(said).toMatch(/answer-correctness must be at least 90%: 0%/);
    expect(said).toMatch(/Worst trial broken\/\w+\/\d\/treatment: failed-safe.*\(correct without faults\)/);
    expect(said).toMatch(/tool:orders\.\S+ .*503\s+⚡ unavailable/);
    expect(said).toMatch(/answered “I could not look that up\.”/);
    expect(said).toMatch(/Reproduce: brownout run broken\.yaml --only broken\//);
    expect(said).toMatch(/Report: reports\/runs\/\S+\/report\.html/);
    expect(ended.of.get("unclear holds")?.said).toMatch(/INCONCLUSIVE.*more trials would decide it.*--seed 8/s);
    expect(ended.of.get("held is said to show one")?.said).toContain("No experiment shows retry-storm.");
  });

  it("neither passes nor hides what could not run", () => {
    for (const title of ["missing holds", "missing is broken"])
      expect(ended.of.get(title)?.said).toMatch(/Cannot run missing\.yaml \(exit code 2\)\.\s+missing\.yaml/);
    for (const title of ["failing holds if nobody can tell", "failing is broken"])
      expect(ended.of.get(title)?.said).toMatch(/Cannot run fails\.yaml \(exit code 5\)\..*no key is set/s);
    expect(ended.of.get("half silent shows no storm")?.said).toMatch(/cannot be told: .*latency/s);
    expect(ended.of.get("stopped by its time limit")?.said).toMatch(/timed out in 300ms/);
  });
});

describe("what no test can mean", () => {
  it("is said before anything runs", async () => {
    await expect(expect(experiment("x.yaml")).not.toFind("retry-strom")).rejects.toThrow('Did you mean "retry-storm"?');
    await expect(expect(experiment("x.yaml").path).toHold()).rejects.toThrow('experiment("experiments/NAME.yaml")');
  });
});
