import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listFindings } from "../../reports/documents/finding-list.ts";
import type { RunEvent } from "../domain/events.ts";
import type { RunReport } from "../domain/judgement.ts";
import { catalogue } from "../judge/index.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { findRun } from "../store/index.ts";
import { cliHere } from "../testing/child-cli.ts";
import { root } from "../testing/run-in-memory.ts";
import { analyse } from "./analyse.ts";

/** A real run of the fragile agent: throttling, flapping, stale documents, lost replies, bystanders. */
const out = mkdtempSync(join(tmpdir(), "brownout-explain-"));
const asked = [
  "experiments/shared-fate/flapping-inventory.yaml",
  "experiments/shared-fate/slow-tool-delays-others.yaml",
  "experiments/incorrect-response/stale-policies.yaml",
  "experiments/incorrect-response/refund-times-out-after-commit.yaml",
  "experiments/insufficient-capacity/model-throttled.yaml",
  "experiments/single-point-of-failure/knowledge-base-down.yaml",
];
const target = ["--target", "fixtures/agents/fragile/target.yaml"];
let report: RunReport;
let addresses: ReadonlySet<string>;
let trials: ReadonlySet<string>;

const explain = (...args: readonly string[]) => cliHere(["explain", "latest", ...args, "-o", out], root);
const addressesIn = (text: string): readonly string[] => text.match(/\b\w+:[\w.-]+\[\d+\]#\d+/g) ?? [];

beforeAll(async () => {
  await cliHere(["run", ...asked, ...target, "-r", "2", "-q", "-o", out], root);
  const { journal } = findRun("latest", out);
  const events = readFileSync(journal, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as RunEvent);
  addresses = new Set(events.flatMap((event) => (event.type === "call-started" ? [event.address] : [])));
  trials = new Set(events.flatMap((event) => (event.type === "trial-started" ? [event.trial.id] : [])));
  report = await analyse(journal);
}, 120_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

describe("explain", { timeout: 120_000 }, () => {
  it("traces every finding, claim, score and conclusion of a run to calls that are in its journal", async () => {
    const findings = listFindings(report);
    const codes = findings.flatMap(({ code, symptoms }) => [code, ...symptoms.map((symptom) => symptom.code)]);
    const probes = report.experiments.flatMap(({ scores, claims }) => [
      ...scores.flatMap(({ probe, treatment }) => (treatment ? [probe] : [])),
      ...claims.map(({ claim }) => claim.probe),
    ]);
    const evidence = report.experiments.flatMap((result) => result.evidence.map(({ name }) => name));
    const lost = report.singlePoints.filter(({ standing }) => standing !== "untested");
    const names = [
      ...new Set([...codes, ...probes, ...evidence, ...lost.map(({ dependency }) => dependency)]),
      ...["outcomes", "injections", "blast-radius"],
      ...report.experiments.map(({ experiment }) => experiment.id),
    ];
    expect(findings.length).toBeGreaterThan(3);
    expect(evidence.length).toBeGreaterThan(0);
    for (const name of names) {
      const { code, stdout } = await explain(name);
      const found = addressesIn(stdout);
      expect([name, code, found.length > 0]).toEqual([name, 0, true]);
      expect([name, found.filter((address) => !addresses.has(address))]).toEqual([name, []]);
      const only = [...stdout.matchAll(/--only (\S+)/g)].map(([, trial = ""]) => trial);
      expect([name, only.length > 0, only.filter((trial) => !trials.has(trial))]).toEqual([name, true, []]);
    }
  });

  it("says of a mitigation that nothing called for it", async () => {
    const told = new Set(report.experiments.flatMap((result) => result.evidence.map(({ name }) => name)));
    const idle = evidenceDetectors.find(({ name }) => !told.has(name));
    const { code, stdout } = await explain(idle?.id ?? "");
    expect([code, stdout]).toEqual([0, expect.stringContaining("nothing in this run called for it")]);
  });

  it("counts the trials behind a finding as the report does", async () => {
    for (const { code, seen } of listFindings(report))
      for (const { result, finding } of seen) {
        const { stdout } = await explain(code, "--experiment", result.experiment.id);
        expect(stdout).toContain(`· seen in ${finding.count} trial`);
      }
  });

  it("shows values from which a score can be counted again", async () => {
    for (const { experiment, scores } of report.experiments) {
      const { treatment } = scores.find(({ probe }) => probe === "answer-correctness") ?? {};
      const { stdout } = await explain("answer-correctness", "-e", experiment.id);
      const values = [...stdout.matchAll(/· ([01]) in (\d+) trials?$/gm)].map(([, value, count]) =>
        [value, count].map(Number),
      );
      const n = values.reduce((sum, [, count = 0]) => sum + count, 0);
      const good = values.reduce((sum, [value = 0, count = 0]) => sum + value * count, 0);
      expect([experiment.id, n, good / n]).toEqual([experiment.id, treatment?.n, treatment?.value]);
    }
  });

  it("takes a finding by its number, and says what it costs, what mends it and where the traces part", async () => {
    const [first] = listFindings(report);
    const byNumber = await explain("1");
    expect(byNumber.stdout).toBe((await explain(first?.code ?? "")).stdout);
    const text = byNumber.stdout.replace(/\s+/g, " ");
    for (const part of [first?.title, first?.cost, first?.advice, "╌╌ the traces part here", "◆", "⚡", "control"])
      expect(text).toContain(part);
    expect(text).toContain("--target fixtures/agents/fragile/target.yaml");
  });

  it("lists every trial by its id, the worst first, takes it by its end, and says which was meant", async () => {
    const { stdout } = await explain("trials");
    const listed = [...stdout.matchAll(/^(\S+) +\w+, control \w+, \d+ faults? fired$/gm)].map(([, id = ""]) => id);
    expect(listed.sort()).toEqual([...new Set([...trials].map((id) => id.replace(/\/\w+$/, "")))].sort());
    const id = report.experiments[0]?.experiment.id ?? "";
    const own = (await explain("trials", "-e", id)).stdout;
    expect(own.match(/ fired$/gm)).toHaveLength(listed.filter((one) => one.startsWith(`${id}/`)).length);
    const [one = ""] = listed;
    const end = one.slice(one.indexOf("/") + 1);
    expect((await explain(end)).stdout).toBe((await explain(one)).stdout);
    const typo = await explain(`${one.slice(0, -3)}x${one.slice(-2)}`);
    expect([typo.code, typo.stderr]).toEqual([
      2,
      expect.stringMatching(
        /no finding.*Did you mean ".+".*"brownout explain \S+ trials" lists all trials by their ids\./s,
      ),
    ]);
  });

  it("takes an experiment by its title or how its id begins, and says which there are of several", async () => {
    const { experiment } = report.experiments.find((one) => one.experiment.id.includes("stale-policies")) ?? {};
    const own = (await explain(experiment?.id ?? "")).stdout;
    expect((await explain(experiment?.title.toUpperCase() ?? "")).stdout).toBe(own);
    expect((await explain("incorrect-response/stale")).stdout).toBe(own);
    const several = await explain("incorrect-response");
    expect(several.code).toBe(2);
    expect(several.stderr).toContain('Several experiments of the run are called so: "incorrect-response/');
    expect(several.stderr).toContain(`"${experiment?.id}"`);
    const typo = await explain(experiment?.title.replace("s", "z") ?? "");
    expect(typo.stderr).toContain(`Did you mean "${experiment?.title}"?`);
  });

  it("says what was meant by a name that this run has nothing of", async () => {
    const absent = Object.keys(catalogue).find(
      (code) => !report.experiments.some(({ findings }) => findings.some((one) => one.code === code)),
    );
    if (absent === undefined) throw new Error("The run has every finding there is; this test has nothing to ask.");
    const typo = await explain(`${absent}x`);
    // Also where a name that the run has begins or ends alike: "jitter" is an evidence.
    expect((await explain("no-jiter")).stderr).toContain('Did you mean "no-jitter"?');
    expect(typo).toMatchObject({ code: 2, stderr: expect.stringContaining(`Did you mean "${absent}"?`) });
  });

  it("takes a trial by its id, and more trials when it is asked for them", async () => {
    const trial = report.experiments[0]?.examples[0]?.treatment.record.trial.id ?? "";
    expect((await explain(trial)).stdout).toContain(`--only ${trial}`);
    const count = async (n: string): Promise<number> =>
      (await explain("outcomes", "-e", report.experiments[0]?.experiment.id ?? "", "-n", n)).stdout.split("  Reproduce")
        .length - 1;
    expect([await count("1"), await count("4")]).toEqual([1, 4]);
  });

  it.each([
    [["retry-strm"], /no finding, score, claim.*Did you mean "retry-storm"/s],
    [["99"], /no finding of this number: there are 1 to \d+/],
    [["0"], /no finding of this number/],
    [["spill"], /no figure of this probe.*brownout judge/s],
    [["1", "-e", "shared-fate/flaping-inventory"], /no experiment.*Did you mean "shared-fate\/flapping-inventory"/s],
    [["stale-served-as-current", "-e", "shared-fate/flapping-inventory"], /shows nothing of/],
    [["1", "-n", "0"], /whole number from 1/],
    [
      ["trials", "-e", "shared-fate/flaping-inventory"],
      /no experiment.*Did you mean "shared-fate\/flapping-inventory"/s,
    ],
    [[], /missing required argument/],
  ] as const)("%j is refused", async (args, says) => {
    const { code, stderr } = await explain(...args);
    expect([code, stderr]).toEqual([2, expect.stringMatching(says)]);
  });
});

describe("judge", { timeout: 120_000 }, () => {
  it("judges by other claims without running or writing anything, and gates on them", async () => {
    const { folder } = findRun("latest", out);
    const before = readFileSync(join(folder, "report.json"), "utf8");
    const lenient = join(out, "lenient.yaml");
    writeFileSync(lenient, "hypothesis:\n  - answer-correctness: { atLeast: 0, decide: point }\n");
    const { code, stdout } = await cliHere(["judge", "latest", "-y", lenient, "-f", "json", "-o", out], root);
    const judged = JSON.parse(stdout) as {
      verdict: string;
      digest: string;
      warnings: string[];
      experiments: { verdict: string }[];
    };
    expect([code, judged.verdict]).toEqual([0, "held"]);
    expect(judged.digest).toBe(report.digest);
    expect(judged.warnings.join()).toMatch(/Judged by the claims of .*lenient\.yaml instead of their own: 6 of 6/);
    expect(readFileSync(join(folder, "report.json"), "utf8")).toBe(before);
    expect((await cliHere(["judge", "latest", "-o", out], root)).code).toBe(1);
    writeFileSync(lenient, "hypothesis:\n  - answer-corectness: { atLeast: 0 }\n  - hung-rate: {}\n");
    const bad = await cliHere(["judge", "latest", "-y", lenient, "-o", out], root);
    expect(bad.code).toBe(2);
    expect(bad.stderr).toMatch(/lenient\.yaml:2:5 .*Did you mean "answer-correctness".*lenient\.yaml:3:5 .*atLeast/s);
  });
});
