import { describe, expect, it } from "vitest";
import type { GateDecision, GateFinding } from "../../harness/domain/gate.ts";
import type { RunReport } from "../../harness/domain/judgement.ts";
import { renderHtml } from "../html/render-html.ts";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleReport, sampleResult } from "../testing/sample-result.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { renderGithub } from "./github.ts";
import { renderMarkdown } from "./markdown.ts";
import { nextStep } from "./next-step.ts";
import { verdictCounts } from "./run-words.ts";
import { renderTerminal } from "./terminal.ts";

const silent = [{ id: "slow", fault: "latency", fired: 0, trials: 4 }];
const none = { correct: 0, degraded: 0, "failed-safe": 0, hung: 0, crashed: 0, wrong: 0, harmful: 0 };
const unclear = (given: Parameters<typeof sampleResult>[0]): string =>
  nextStep(
    sampleReport([
      sampleResult({
        experiment: sampleExperiment({ title: "Slow" }),
        verdict: "inconclusive",
        injections: silent,
        ...given,
      }),
    ]),
  );

describe("what to do about an experiment that shows nothing", () => {
  it("is to widen the injection that never fired", () => {
    expect(unclear({})).toMatch(/^“Slow” shows nothing yet, since slow never fired: widen/);
  });

  it("is to mend what kept every trial from running, which is also why nothing fired", () => {
    expect(unclear({ trials: { planned: 8, finished: 0, failed: 8, exposed: 0 } })).toMatch(/could not be run: mend/);
    // Under faults an agent that does not start counts as one that crashed.
    const started = { planned: 8, finished: 4, failed: 4, exposed: 0 };
    const outcomes = { control: none, treatment: { ...none, crashed: 4 } };
    const reasons = [
      'It could not be run: Cannot start the target "ask" of a.yaml: there is no program "ask" on PATH.',
    ];
    expect(unclear({ trials: started, outcomes, reasons })).toMatch(
      /could not be run: mend .*brownout doctor \S+ tries/,
    );
    const report = sampleReport([sampleResult({ verdict: "inconclusive", trials: started, outcomes, reasons })]);
    expect(verdictCounts(report)).toBe("1 could not be run");
  });

  it("blames no injection of trials that do not count", () => {
    const ungraded = [{ id: "slow", fault: "latency", fired: 0, trials: 0 }];
    expect(unclear({ injections: ungraded })).toBe("“Slow” could not be decided: see its reasons above.");
  });

  it("is to mend the agent that fails without any fault", () => {
    const outcomes = { control: { ...none, crashed: 4 }, treatment: { ...none, crashed: 4 } };
    expect(unclear({ outcomes })).toMatch(/fails its tasks without any fault too: mend that first\.$/);
    expect(unclear({ outcomes, crash: "Error: no \u001b[31mkey\nx" })).toMatch(
      /too: mend that first\. It crashed with: Error: no key x$/,
    );
  });
});

const decided = (standing: GateDecision["standing"]): GateDecision => ({
  standing,
  policy: "gate.yaml",
  criteria: [{ asked: "answers at least 0.9", standing, found: "0.84: too low ##[error]\nx", next: "Give it more." }],
  findings: [],
  waivers: [],
  flaky: [],
  next: "Give it more.",
});
const heldBy = (standing: GateDecision["standing"]) => ({
  ...sampleReport([sampleResult({ verdict: "held", findings: [] })]),
  gate: decided(standing),
});

describe("what to do where a gate was asked", () => {
  it.each(["failed", "inconclusive"] as const)("is what the gate says if it %s, in one place alone", (standing) => {
    const report = heldBy(standing);
    expect(nextStep(report)).toBe("Give it more.");
    const terminal = renderTerminal(report, { width: 100, colour: false });
    expect(terminal.match(/^Next: .*$/gm)).toEqual(["Next: Give it more."]);
    expect(renderMarkdown(report).match(/\*\*Next:\*\* \S+/g)).toEqual(["**Next:** Give"]);
    const [first = ""] = renderGithub(report).split("\n");
    const told = `::error title=brownout gate::GATE ${standing.toUpperCase()}, 1 criterion by gate.yaml`;
    expect(first.slice(0, told.length)).toBe(told);
    expect(first).toMatch(/0\.84: too low # #\[error\] x%0AGive it more\.$/);
  });

  it("is what the experiments say if it passed", () => {
    expect(nextStep(heldBy("passed"))).toMatch(/^Nothing to mend/);
    expect(renderGithub(heldBy("passed"))).not.toContain("::error");
  });
});

describe("what is mended first", () => {
  const [base] = sampleRun().experiments.flatMap(({ findings }) => findings);
  if (base === undefined) throw new Error("the sample has a finding");
  const weakness = (code: string, severity: "critical" | "low") => ({
    ...base,
    ...{ code, severity, advice: `Mend ${code}.`, count: 1, evidence: [{ trial: `trial of ${code}`, detail: "seen" }] },
  });
  const findings = [weakness("lesser", "low"), weakness("graver", "critical")];
  const broken = sampleReport([sampleResult({ verdict: "broken", findings })]);
  const seen: GateFinding = {
    code: "graver",
    title: "t",
    severity: "critical",
    experiment: broken.experiments[0]?.experiment.id ?? "",
    target: "t",
    standing: "seen",
    words: "",
  };
  const waived = { ...seen, waived: { owner: "ana", reason: "later", expires: "2999-12-31" } };

  it("is the gravest finding, and no waived one while others are open", () => {
    expect(nextStep(broken)).toContain("Mend graver.");
    expect(nextStep({ ...broken, gate: { ...decided("passed"), findings: [seen] } })).toContain("Mend graver.");
    expect(nextStep({ ...broken, gate: { ...decided("passed"), findings: [waived] } })).toContain("Mend lesser.");
    const all = [waived, { ...waived, code: "lesser", severity: "low" as const }];
    expect(nextStep({ ...broken, gate: { ...decided("passed"), findings: all } })).toMatch(
      /waived, the first until 2999/,
    );
  });

  it("is shown again by a trial of its own evidence", () => {
    const commandOf = (report: RunReport) => /class="repro"><code>([^<]*)/.exec(renderHtml(report))?.[1];
    expect(commandOf(broken)).toContain("trial of graver");
    const told = { ...decided("failed"), next: `Begin with ${seen.experiment}. Mend lesser.` };
    expect(commandOf({ ...broken, gate: told })).toContain("trial of lesser");
    expect(commandOf({ ...broken, gate: { ...told, next: "Give it more." } })).toContain("trial of graver");
  });

  it("has the first number, and an experiment's findings stand in the order of theirs", () => {
    const [, details = ""] = renderTerminal(broken, { width: 100, colour: false }).split("  Findings\n");
    expect(details.match(/^ {4}\d\. /gm)?.slice(0, 2)).toEqual(["    1. ", "    2. "]);
  });
});

describe("what to do about a run that was cut off", () => {
  const cut = (...command: string[]) =>
    nextStep(sampleReport([sampleResult({})], { resumable: true, ended: "cut", run: "r1", command }));
  it.each([
    [["brownout", "run", "experiments", "--policy", "x.yaml"], "brownout run --resume r1"],
    [["brownout", "gate", "experiments", "--policy", "gate.yaml"], "brownout gate --resume r1"],
    [["brownout", "gate", "--policy", "ci/my gate.yaml"], "brownout gate --resume r1 --policy 'ci/my gate.yaml'"],
  ])("is to go on with it as it was begun: %j", (command, said) => {
    expect(cut(...command)).toBe(`Go on with it: ${said}`);
  });
});

describe("what to do when every claim held", () => {
  it("is nothing, if nothing was found", () => {
    expect(nextStep(sampleReport([sampleResult({ verdict: "held", findings: [] })]))).toMatch(/^Nothing to mend/);
  });

  it("is to mend the weakness that broke no claim", () => {
    const { findings } = sampleRun().experiments.find((one) => one.findings.length > 0) ?? sampleResult();
    const held = sampleReport([sampleResult({ verdict: "held", findings })]);
    expect(findings).not.toEqual([]);
    expect(nextStep(held)).toMatch(/^Every claim held while its faults fired, and a weakness was seen that broke none/);
  });
});
