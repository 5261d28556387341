import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import type { EvidenceId } from "../domain/evidence.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { RunReport } from "../domain/judgement.ts";
import { failureModes } from "../domain/vocabulary.ts";
import { catalogue, type Weakness } from "../judge/index.ts";
import { loadShipped, loadShippedAgainst, root, runInMemory } from "../testing/run-in-memory.ts";

const reports: Record<"fragile" | "sturdy", RunReport | undefined> = { fragile: undefined, sturdy: undefined };
const experiments = await loadShipped();

/** Timing, retries and capacity: what the sturdy agent does about them. */
const has: ReadonlySet<EvidenceId> = new Set([
  "E1",
  "E2",
  "E3",
  "E4",
  "E5",
  "E6",
  "E14",
  "E16",
  "E21",
  "E22",
  "E23",
  "E25",
  "E28",
]);

const verdictsOf = (report: RunReport | undefined): Record<string, string> =>
  Object.fromEntries((report?.experiments ?? []).map(({ experiment, verdict }) => [experiment.id, verdict]));
const everyOne = (verdict: string): Record<string, string> =>
  Object.fromEntries(experiments.map(({ id }) => [id, verdict]));
const withMethod = (
  experiment: Experiment,
  change: (cell: Experiment["cells"][number]) => Experiment["cells"][number],
): Experiment => ({
  ...experiment,
  cells: experiment.cells.map(change),
});

/** Claims that have nothing to be about when nothing is wrong. */
const needsTrouble = new Set([
  "disclosure-rate",
  "retry-amplification",
  "retry-after-honoured",
  "fail-closed",
  "observability",
]);

describe("the shipped experiments", () => {
  beforeAll(async () => {
    for (const agent of ["fragile", "sturdy"] as const) {
      reports[agent] = (await runInMemory(await loadShippedAgainst(agent))).report;
    }
  }, 900_000);

  it("are at least twenty, over every failure mode and the five injections", () => {
    expect(experiments.length).toBeGreaterThanOrEqual(20);
    expect(new Set(experiments.map(({ failureMode }) => failureMode))).toEqual(new Set(failureModes));
    const tags = new Set(experiments.flatMap((experiment) => experiment.tags));
    for (const injection of ["throttling", "inference-error", "knowledge-base", "tool-outage", "latency"]) {
      expect(tags).toContain(injection);
    }
    for (const { question } of experiments) expect(question).toMatch(/\?$/);
  });

  it("convict the fragile agent, each of them", () => {
    expect(verdictsOf(reports.fragile)).toEqual(everyOne("broken"));
  });

  it("acquit the sturdy agent, each of them", () => {
    expect(verdictsOf(reports.sturdy)).toEqual(everyOne("held"));
  });

  it("find no mitigation absent or broken in the sturdy agent, of those that it has", () => {
    const accused = (reports.sturdy?.experiments ?? []).flatMap(({ experiment, evidence }) =>
      evidence
        .filter(({ id, conclusion }) => has.has(id) && (conclusion === "absent" || conclusion === "violated"))
        .map(({ name, about, reason }) => `${experiment.id}: ${name} of ${about}: ${reason}`),
    );
    expect(accused).toEqual([]);
    const seen = new Set(
      (reports.sturdy?.experiments ?? []).flatMap(({ evidence }) =>
        evidence.flatMap(({ id, conclusion }) => (conclusion === "present" ? [id] : [])),
      ),
    );
    for (const id of ["E1", "E2", "E3", "E4", "E5"] as const) expect(seen).toContain(id);
  });

  it("are not acquitted by excuses: a hedge under every answer and an apology for every error", async () => {
    const excuses = (file: string): string => join(root, "fixtures", "agents", "excuses", file);
    // Each is asked of the one that has the dependencies which it reaches.
    const kindOf = ({ target }: Experiment): string =>
      target.file.endsWith("platform.yaml") ? "platform" : target.file.includes("/inside/") ? "inside" : "target";
    const loaded = await Promise.all(
      [...Map.groupBy(experiments, kindOf)].map(([kind, some]) =>
        loadShipped(
          some.map(({ file }) => file),
          { target: excuses(`${kind}.yaml`) },
        ),
      ),
    );
    const { report } = await runInMemory(loaded.flat());
    const held = report.experiments.filter(({ verdict }) => verdict === "held").map(({ experiment }) => experiment.id);
    expect(report.experiments).toHaveLength(experiments.length);
    expect(held).toEqual([]);
  }, 300_000);

  it("name a weakness with evidence for each conviction", () => {
    expect(reports.fragile?.experiments).toHaveLength(experiments.length);
    for (const { experiment, findings } of reports.fragile?.experiments ?? []) {
      expect(
        findings.map(({ evidence }) => evidence.length > 0),
        experiment.id,
      ).toContain(true);
    }
  });

  it("name a particular cause for each conviction, and not only what it came to", () => {
    const weaknesses: Readonly<Record<string, Weakness>> = catalogue;
    for (const { experiment, findings } of reports.fragile?.experiments ?? [])
      expect(findings.filter(({ code }) => !weaknesses[code]?.general).length, experiment.id).toBeGreaterThan(0);
  });

  it("find nothing at all in the sturdy agent", () => {
    expect(reports.sturdy?.experiments).toHaveLength(experiments.length);
    const alarms = (reports.sturdy?.experiments ?? []).flatMap(({ experiment, findings }) =>
      findings.map(({ code, evidence }) => [experiment.id, code, evidence[0]?.detail]),
    );
    expect(alarms).toEqual([]);
  });

  it.each(["fragile", "sturdy"] as const)(
    "acquit the %s agent once the fault is removed",
    async (agent) => {
      const loaded = await loadShippedAgainst(agent);
      const calm = loaded.map((experiment) => withMethod(experiment, (cell) => ({ ...cell, method: [] })));
      const verdicts = verdictsOf((await runInMemory(calm)).report);
      const undecidable = Object.entries(verdicts).filter(([, verdict]) => verdict !== "held");
      for (const [id, verdict] of undecidable) {
        const claims = loaded.find((experiment) => experiment.id === id)?.hypothesis.map(({ probe }) => probe) ?? [];
        expect([id, verdict, claims.some((claim) => needsTrouble.has(claim))]).toEqual([id, "inconclusive", true]);
      }
      expect(undecidable.length).toBeLessThanOrEqual(9);
    },
    300_000,
  );

  it.each(["fragile", "sturdy"] as const)(
    "say inconclusive of the %s agent when the trigger can never fire",
    async (agent) => {
      const loaded = await loadShippedAgainst(agent);
      const impossible = loaded.map((experiment) =>
        withMethod(experiment, (cell) => ({
          ...cell,
          method: cell.method.map((one) => ({ ...one, when: { nth: [100_000] } })),
        })),
      );
      const { report } = await runInMemory(impossible);
      expect(verdictsOf(report)).toEqual(everyOne("inconclusive"));
      for (const { reasons } of report.experiments) expect(reasons.join(" ")).toMatch(/never fired/);
    },
    300_000,
  );
});
