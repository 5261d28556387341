import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { check } from "../testing/check-cli.ts";
import { cliHere, project } from "../testing/child-cli.ts";
import { experiment, small } from "../testing/small-project.ts";

/** Falls over its dependency's failure the first `often` times that it is asked, whatever the seed. */
const agent = (often: number): string => `import { appendFileSync, readFileSync } from "node:fs";
const asked = import.meta.dirname + "/asked";
export default async (_task: unknown, { signal }: { signal: AbortSignal }) => {
  appendFileSync(asked, "x");
  const early = readFileSync(asked, "utf8").length <= ${often};
  const response = await fetch("http://orders.test/orders/1", { signal });
  if (early && !response.ok) throw new Error("no order service");
  return response.ok ? \`Your order is \${(await response.json()).status}.\` : "I could not look that up.";
};
`;
const policy = { "gate.yaml": "experiments: { broken: 0, inconclusive: 0 }\n", "flaky.yaml": "flaky: 0\n" };
const gate = ["gate", "experiment.yaml", "-q", "-o", "runs"];

describe("a gate that runs the same once more", () => {
  it("does not block for what fails only some of the time, says so, and blocks where nothing may be flaky", async () => {
    using at = project({ ...policy, "agent.ts": agent(12) });
    check(await cliHere([...gate, "--recheck"], at.cwd), 3, [
      /\? GATE INCONCLUSIVE/,
      /failed, then passed with\s+the same seeds/,
      /flaky: experiment\/\w+\/\d came to crashed, then\s+failed-safe with the same seed/,
    ]);
    const [first = "", second = ""] = readdirSync(join(at.cwd, "runs"));
    const together = ["gate", "--run", first, "--run", second, "-o", "runs"];
    check(await cliHere([...together, "--policy", "flaky.yaml"], at.cwd), 1, [/at most 0 flaky trials: 6: experiment/]);
    for (const alone of [["--policy", "flaky.yaml"], ["--fail-on-flaky"]])
      check(await cliHere(["gate", "--run", second, "-o", "runs", ...alone], at.cwd), 3, [
        /at most 0 flaky trials: it was run only once/,
        /Give the same run again: --run A --run B/,
      ]);
    check(await cliHere([...together, "--fail-on-flaky"], at.cwd), 1, [/✗ GATE FAILED/]);
    check(await cliHere(["gate", "--run", first, "--run", first, "-o", "runs"], at.cwd), 2, [/it is the same run/]);
  });

  it("blocks for what fails each time; other tasks are not the same once more", async () => {
    using at = project({
      ...policy,
      "agent.ts": agent(1000),
      "other.yaml": small["experiment.yaml"].replace("seed: 7", "seed: 8"),
    });
    check(await cliHere([...gate, "--recheck"], at.cwd), 1, [/✗ GATE FAILED/]);
    check(await cliHere(["run", "other.yaml", "-q", "-o", "others"], at.cwd), 1, []);
    const [first = ""] = readdirSync(join(at.cwd, "runs"));
    const [other = ""] = readdirSync(join(at.cwd, "others"));
    check(await cliHere(["gate", "--run", first, "--run", join(at.cwd, "others", other), "-o", "runs"], at.cwd), 2, [
      new RegExp(`${other} is not ${first} again`),
    ]);
  });
});

describe("a gate in rounds", () => {
  const rounds = {
    "gate.yaml":
      "scores: [{ answer-correctness: { atMost: 0.5, in: { experiment: experiment } } }]\nstopping: { repeats: 40 }\n",
    "strict.yaml":
      "scores: [{ answer-correctness: { atLeast: 0.5, in: { experiment: experiment } } }]\nstopping: { repeats: 40 }\n",
    "short.yaml":
      "scores: [{ answer-correctness: { atLeast: 0.02, atMost: 0.04, in: { experiment: experiment } } }]\nstopping: { repeats: 4 }\n",
  };
  it("stops as soon as the evidence decides, blocks as well as passes, and asks for more where it was not enough", async () => {
    using at = project(rounds);
    check(await cliHere(gate, at.cwd), 0, [
      /✓ GATE PASSED/,
      /The evidence lets it pass.*4 rounds, 8 of 80\s+pairs; at\s+most 5 %/s,
      /1 experiment, 16 trials: 1 held/,
    ]);
    check(await cliHere([...gate, "--policy", "strict.yaml"], at.cwd), 1, [
      /✗ GATE FAILED/,
      /The evidence blocks: answer-correctness/,
    ]);
    check(await cliHere([...gate, "--policy", "short.yaml"], at.cwd), 3, [
      /not told\s+yet/,
      /Every repeat was run\. 4 rounds, 8 of 8 pairs/,
    ]);
    // A run that was cut short because it was decided is whole: it decides the same when it is looked at again.
    const [first = ""] = readdirSync(join(at.cwd, "runs"));
    const { stdout, code } = await cliHere(["gate", "--run", first, "-o", "runs"], at.cwd);
    expect(stdout).not.toMatch(/never begun|not finished/);
    expect(code).toBe(0);
  });

  it("is gone on with in the round in which it was cut off, by the same policy, and comes to the same", async () => {
    using at = project(rounds);
    const { stdout } = await cliHere([...gate, "--format", "json"], at.cwd);
    const { digest, gate: decision }: { digest: string; gate: unknown } = JSON.parse(stdout);
    const whole = readFileSync(at.journal(), "utf8").trimEnd().split("\n");
    const trials = whole.flatMap((line, index) => (line.includes('"type":"trial-ended"') ? [index + 1] : []));
    // In the first, within and between others, before it is told that it is enough, and after.
    const cuts = [2, trials[4], trials[7], trials[8], trials[9], trials[15], whole.length - 1, whole.length - 2];
    for (const cut of new Set(cuts)) {
      writeFileSync(at.journal(), `${whole.slice(0, cut).join("\n")}\n`);
      const again = await cliHere(["gate", "--resume", "latest", "-q", "-o", "runs", "--format", "json"], at.cwd);
      expect(again.code, again.stderr).toBe(0);
      expect(JSON.parse(again.stdout), `cut after ${cut} lines`).toMatchObject({ digest, gate: decision });
      const ended = at.events().flatMap((event) => (event.type === "trial-ended" ? [event.trial] : []));
      expect(ended).toHaveLength(16);
      expect(new Set(ended).size).toBe(16);
    }
    writeFileSync(at.journal(), `${whole.slice(0, trials[6]).join("\n")}\n`);
    const resume = ["--resume", "latest", "-q", "-o", "runs"];
    check(await cliHere(["run", ...resume], at.cwd), 2, [/a gate's, in rounds\..*brownout gate --resume/]);
    check(await cliHere(["gate", ...resume, "--policy", "strict.yaml"], at.cwd), 2, [/the policy .*has changed since/]);
  });

  it("counts what has happened in all rounds towards the abort conditions", async () => {
    const aborting = "abortWhen: [{ outcome: failed-safe, count: 5 }]\ndeadline: 20s\n";
    using at = project({ ...rounds, ...experiment("deadline: 20s\n", aborting) });
    const ended = await cliHere([...gate, "--policy", "short.yaml", "-c", "1"], at.cwd);
    check(ended, 4, [/aborted\s+after 5 trials, 5 of them failed-safe/]);
    expect(ended.stdout).not.toMatch(/Every repeat/);
  });

  it("goes on only as far as the suite's budget grants", async () => {
    const suite = "title: Small\nexperiments: [experiment.yaml]\nbudget: { trials: 15 }\n";
    using at = project({ ...rounds, "suite.yaml": suite });
    const long = ["gate", "suite.yaml", "-q", "-o", "runs", "--policy", "short.yaml"];
    check(await cliHere(long, at.cwd), 3, [
      /Every repeat that the budget grants\s+\(suite\.yaml:3:9\)\s+was\s+run\. 3\s+rounds, 6\s+of 6\s+pairs/,
    ]);
  });
});
