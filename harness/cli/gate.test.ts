import fs, { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { check } from "../testing/check-cli.ts";
import { cliHere, project, startCli } from "../testing/child-cli.ts";
import { root } from "../testing/run-in-memory.ts";
import { small } from "../testing/small-project.ts";

const policy = "experiments: { broken: 0, inconclusive: 0 }\n";
const stale = join(root, "experiments", "incorrect-response", "stale-policies.yaml");
const zoo = join(root, "fixtures", "agents", "zoo", "target.yaml");
const asDocumented = (animal: string, cwd: string, ...more: string[]) =>
  startCli(["gate", stale, "--target", zoo, "--policy", "gate.yaml", "-q", "-o", "runs", ...more], cwd, { ZOO: animal })
    .ended;

describe("the gate, from the command line", () => {
  it("blocks an agent that lost a mitigation, passes one that says it in other words, and cannot tell from too few repeats", async () => {
    using at = project({ "gate.yaml": policy });
    check(await asDocumented("any-version-will-do", at.cwd), 1, [
      /✗ GATE FAILED/,
      /at most 0 broken experiments: 1 of 1:.*stale-policies/s,
      /→ Begin with/,
    ]);
    check(await asDocumented("other-words", at.cwd), 0, [/✓ GATE PASSED/, /at most 0 broken experiments: none of 1/]);
    check(await asDocumented("other-words", at.cwd, "--repeats", "1"), 3, [
      /\? GATE INCONCLUSIVE/,
      /Give it about \d+ more repeat/,
    ]);
  }, 120_000);

  it("decides over a stored run without running anything, by another policy, and keeps the decision with its reports", async () => {
    using at = project({
      "gate.yaml": policy,
      "strict.yaml": "scores:\n  - answer-correctness: { atLeast: 0.9, in: { experiment: experiment } }\n",
    });
    check(await cliHere(["run", "experiment.yaml", "-q", "-o", "runs"], at.cwd), 0, []);
    const before = readFileSync(at.journal(), "utf8");
    check(await cliHere(["gate", "--run", "latest", "-o", "runs"], at.cwd), 0, [/GATE PASSED/]);
    check(await cliHere(["gate", "--run", "latest", "--policy", "strict.yaml", "-o", "runs"], at.cwd), 1, [
      /too low/,
      /GATE FAILED/,
    ]);
    expect(readFileSync(at.journal(), "utf8")).toBe(before);
    expect(readdirSync(join(at.cwd, "runs"))).toHaveLength(1);
    check(await cliHere(["report", "latest", "--format", "markdown", "-o", "runs"], at.cwd), 0, [
      /### ✗ The gate failed/,
    ]);
    const report: unknown = JSON.parse(
      (await cliHere(["report", "latest", "--format", "json", "-o", "runs"], at.cwd)).stdout,
    );
    expect(report).toMatchObject({ gate: { standing: "failed", policy: "strict.yaml" } });

    // The same run beside itself: nothing is new, and what is known is said.
    check(await cliHere(["baseline", "accept", "--file", "base.yaml", "-o", "runs"], at.cwd), 0, [
      /1 experiment \(1 held\), 1 finding, known from now on/,
      /Written to base\.yaml/,
    ]);
    expect(readFileSync(join(at.cwd, "base.yaml"), "utf8")).toMatch(
      /^ {6}transient-not-retried: \{ severity: \w+, count: 6 \}$/m,
    );
    writeFileSync(join(at.cwd, "gate.yaml"), "baseline: { file: base.yaml, findings: { new: 0, worse: 0 } }\n");
    check(await cliHere(["gate", "--run", "latest", "-o", "runs"], at.cwd), 0, [
      /GATE PASSED/,
      /known: transient-not-retried in\s+experiment \(in 6 of 6, was in 6 of 6\)/,
    ]);
    const known = readFileSync(join(at.cwd, "base.yaml"), "utf8");
    writeFileSync(join(at.cwd, "base.yaml"), known.replace("transient-not-retried:", "no-jitter:"));
    check(await cliHere(["gate", "--run", "latest", "-o", "runs"], at.cwd), 1, [
      /new: transient-not-retried/,
      /fixed: no-jitter/,
    ]);

    // A decision that cannot be read is left out of reports, not believed; a journal that was cut off decides nothing.
    writeFileSync(at.journal().replace("journal.jsonl", "gate.json"), '{"standing":"passed"}');
    expect((await cliHere(["report", "latest", "-o", "runs"], at.cwd)).stdout).not.toMatch("GATE");
    writeFileSync(at.journal(), before.split("\n").slice(0, -20).join("\n"));
    check(await cliHere(["gate", "--run", "latest", "-o", "runs"], at.cwd), 3, [/the journal has no\s+end/]);
    check(await cliHere(["baseline", "accept", "-o", "runs"], at.cwd), 2, [
      /Cannot accept this run as a baseline: it is cut off/,
    ]);
    expect((await cliHere(["report", "latest", "-o", "runs"], at.cwd)).stdout).toMatch("GATE INCONCLUSIVE");
    const whole = await cliHere(["run", "--resume", "latest", "-q", "-o", "runs"], at.cwd);
    check(whole, 0, [/1 held/]);
    expect((await cliHere(["report", "latest", "-o", "runs"], at.cwd)).stdout).not.toMatch("GATE");
  });
});

/** How often a journal was opened to be read. */
async function readings(work: () => Promise<unknown>): Promise<number> {
  const opened = vi.spyOn(fs, "openSync");
  syncBuiltinESMExports();
  try {
    await work();
    return opened.mock.calls.filter(([file, flags]) => String(file).endsWith("journal.jsonl") && flags === "r").length;
  } finally {
    opened.mockRestore();
    syncBuiltinESMExports();
  }
}

describe("a journal", () => {
  it("is read once for the decision and all reports", async () => {
    using at = project({ "gate.yaml": policy });
    const gate = (...words: string[]) => cliHere(["gate", ...words, "-q", "-o", "runs"], at.cwd);
    expect(await readings(async () => check(await gate("experiment.yaml"), 0, [/GATE PASSED/]))).toBe(1);
    // Once for its beginning, which may be that of a game day.
    expect(await readings(async () => check(await gate("--run", "latest"), 0, [/GATE PASSED/]))).toBe(2);
  });
});

describe("a gate that was cut off", () => {
  it("is gone on with as it was begun, and decides over the whole of it", async () => {
    using at = project({ "gate.yaml": policy });
    const gate = ["gate", "-q", "-o", "runs"];
    check(await cliHere([...gate, "experiment.yaml", "--repeats", "4"], at.cwd), 0, [/GATE PASSED/]);
    const before = readFileSync(at.journal(), "utf8");
    writeFileSync(at.journal(), before.split("\n").slice(0, -30).join("\n"));
    check(await cliHere([...gate, "--run", "latest"], at.cwd), 3, [/the journal has no\s+end/]);
    check(await cliHere([...gate, "--resume", "latest", "--repeats", "5", "--recheck"], at.cwd), 2, [
      /Leave out --recheck, --repeats/,
    ]);
    check(await cliHere([...gate, "--resume", "latest"], at.cwd), 0, [
      /GATE PASSED/,
      /1 experiment, 16 trials: 1 held/,
    ]);
    expect(readdirSync(join(at.cwd, "runs"))).toHaveLength(1);
  });

  it("says the command that decides over it, and keeps its decision where it cannot be gone on with", async () => {
    using at = project({ "gate.yaml": policy, "strict.yaml": policy });
    const gate = ["gate", "experiment.yaml", "--policy", "strict.yaml", "-q", "-o", "runs"];
    check(await cliHere(gate, at.cwd), 0, [/GATE PASSED/]);
    writeFileSync(at.journal(), readFileSync(at.journal(), "utf8").split("\n").slice(0, -30).join("\n"));
    check(await cliHere(["gate", "--run", "latest", "-o", "runs"], at.cwd), 3, [
      /brownout gate --resume\s+\S+\s+--policy\s+strict\.yaml/,
    ]);
    const kept = at.journal().replace("journal.jsonl", "gate.json");
    const decision = readFileSync(kept, "utf8");
    writeFileSync(join(at.cwd, "tasks.yaml"), small["tasks.yaml"].replace("Where is my order?", "Where is it?"));
    const refused = await cliHere(["gate", "--resume", "latest", "-q", "-o", "runs"], at.cwd);
    check(refused, 2, [/what it runs has changed since/]);
    expect(refused.stderr).not.toContain("Going on with");
    expect(readFileSync(kept, "utf8")).toBe(decision);
  });

  it("that was to find what is flaky has not found it by being run once", async () => {
    using at = project({ "gate.yaml": policy });
    const gate = ["gate", "-q", "-o", "runs"];
    check(await cliHere([...gate, "experiment.yaml", "--fail-on-flaky"], at.cwd), 0, [/GATE PASSED/]);
    const [first = "", second = ""] = readdirSync(join(at.cwd, "runs"));
    rmSync(join(at.cwd, "runs", second), { recursive: true });
    const journal = join(at.cwd, "runs", first, "journal.jsonl");
    writeFileSync(journal, readFileSync(journal, "utf8").split("\n").slice(0, -30).join("\n"));
    check(await cliHere([...gate, "--resume", first], at.cwd), 3, [/at most 0 flaky trials: it was run only once/]);
  });
});

describe("a part of a run", () => {
  it.each([
    ["gate", "--resume"],
    ["gate", "--run"],
  ])("is never enough for %s %s, nor for a baseline", async (...words) => {
    using at = project({ "gate.yaml": policy });
    await cliHere(["run", "experiment.yaml", "--only", "experiment/where/1", "-q", "-o", "runs"], at.cwd);
    check(await cliHere([...words, "latest", "-q", "-o", "runs"], at.cwd), 3, [
      /GATE INCONCLUSIVE/,
      /it ran only\s+experiment\/where\/1/,
    ]);
    check(await cliHere(["baseline", "accept", "latest", "-o", "runs"], at.cwd), 2, [
      /it ran only experiment\/where\/1/,
    ]);
  });
});

describe("what a gate refuses, without running anything", () => {
  it.each([
    ["no policy", undefined, /gate\.yaml Cannot find the policy/],
    ["a policy without criteria", "waivers: []\n", /gate\.yaml:1:1 A gate without criteria/],
    ["a misspelt key", "experimets: {}\n", /gate\.yaml:1:1 Unknown key "experimets"\. Did you mean "experiments"\?/],
  ])("%s", async (_, text, says) => {
    using at = project({ "gate.yaml": text });
    check(await cliHere(["gate", "experiment.yaml", "-o", "runs"], at.cwd), 2, [says]);
    expect(readdirSync(at.cwd)).not.toContain("runs");
  });

  it.each([
    ["that is not there", undefined, /gate\.yaml:1:19 Cannot find the baseline base\.yaml\. Accept/],
    ["that was cut", "schema: 1\nrun: x\nexperim", /base\.yaml:3:1 Cannot read this as YAML/],
    ["of other shape", "schema: 1\nrun: x\nbrownout: y\nexperiments: { a: {} }\n", /base\.yaml:4:\d+ .*is missing/],
  ])("a baseline %s", async (_, text, says) => {
    using at = project({ "gate.yaml": "baseline: { file: base.yaml, findings: { new: 0 } }\n", "base.yaml": text });
    check(await cliHere(["gate", "experiment.yaml", "-o", "runs"], at.cwd), 2, [says]);
    expect(readdirSync(at.cwd)).not.toContain("runs");
  });

  it("experiments that select nothing", async () => {
    using at = project({ "gate.yaml": policy });
    check(await cliHere(["gate", "experiment.yaml", "--tag", "none", "-o", "runs"], at.cwd), 2, [
      /No experiment carries the tag/,
    ]);
  });

  it("an agent that cannot be started: 5, and no decision in its favour", async () => {
    using at = project({ "gate.yaml": policy, "agent.ts": "throw new Error('no luck');\n" });
    check(await cliHere(["gate", "experiment.yaml", "-q", "-o", "runs"], at.cwd), 5, [/no luck/]);
  });
});
