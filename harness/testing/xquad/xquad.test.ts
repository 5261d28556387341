import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FinishedRun, performRun } from "../../cli/perform-run.ts";
import { registry } from "../../cli/registry.ts";
import type { PerformanceEnded } from "../../domain/events.ts";
import type { ExperimentResult } from "../../domain/judgement.ts";
import { loadExperiments } from "../../load/index.ts";
import { readJournal } from "../../store/index.ts";
import { quietIo } from "../quiet-io.ts";
import { dataFile, readParagraphs } from "./data-set.ts";
import { openIndex } from "./knowledge-service.ts";
import { type AgedQuestion, withHistory } from "./old-version.ts";
import { sentence } from "./other-answer.ts";
import { agents, passagesOf, type Trouble, troubles, writeProject } from "./project.ts";

const absent = existsSync(dataFile) ? "" : " (skipped: there is no shared/data/xquad beside the repository)";

describe.skipIf(absent !== "")(`a retrieval agent over 1,190 questions${absent}`, () => {
  const paragraphs = absent === "" ? withHistory(readParagraphs()) : [];
  const questions = paragraphs.flatMap((paragraph) => paragraph.questions);
  let folder = "";
  let few: readonly string[] = [];
  let finished: FinishedRun;
  let answers: ReadonlyMap<string, PerformanceEnded>;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "brownout-xquad-"));
    const written = await writeProject(folder, paragraphs);
    few = written.few;
    finished = await run(written.all, { concurrency: 16 });
    answers = await answersIn(join(finished.folder, "journal.jsonl"));
  }, 600_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function run(
    files: readonly string[],
    { concurrency, seed }: { concurrency: number; seed?: string },
  ): Promise<FinishedRun> {
    const experiments = await loadExperiments(files, registry, { cwd: folder, overrides: { seed } });
    return performRun(
      experiments,
      { route: "in-process", concurrency, out: "runs", command: ["xquad"], quiet: true },
      quietIo(folder),
    );
  }

  const resultOf = (agent: string, trouble: Trouble): ExperimentResult => {
    const found = finished.report.experiments.find(({ experiment }) => experiment.id === `${agent}-${trouble}`);
    if (!found) throw new Error(`The run has no ${agent}-${trouble}.`);
    return found;
  };
  const score = (result: ExperimentResult, probe: string, arm: "treatment" | "control") => {
    const estimate = result.scores.find((one) => one.probe === probe)?.[arm];
    if (!estimate) throw new Error(`${result.experiment.id} has no ${probe} in the ${arm} arm.`);
    return estimate;
  };
  const said = (agent: string, trouble: Trouble, { id }: AgedQuestion, arm: "treatment" | "control") =>
    answers.get(`${agent}-${trouble}/${id}/1/${arm}`)?.answer;

  it("has an older version of every paragraph that answers each of its questions otherwise", () => {
    expect(paragraphs).toHaveLength(240);
    expect(questions).toHaveLength(1190);
    expect(questions.filter(({ aged }) => !aged)).toEqual([]);
    for (const { text, oldText, questions: own } of paragraphs) {
      for (const { answer, stale, invented } of own) {
        expect(text).toContain(answer);
        expect(oldText).toContain(stale);
        expect(new Set([answer, stale, invented]).size).toBe(3);
      }
    }
  });

  it("finds the right paragraph for nearly every question", async ({ annotate }) => {
    const search = openIndex(passagesOf(paragraphs));
    const ranks = paragraphs.flatMap(({ id, questions: own }) =>
      own.map(({ question }) => search(question, 10).findIndex((hit) => hit.id === id)),
    );
    const recall = (k: number): number => ranks.filter((rank) => rank >= 0 && rank < k).length / ranks.length;
    await annotate([1, 3, 10].map((k) => `recall@${k} ${recall(k).toFixed(4)}`).join(", "));
    expect(recall(1)).toBeGreaterThan(0.93);
    expect(recall(3)).toBeGreaterThan(0.97);
  });

  it("runs every trial, and every fault fires wherever there was something to spoil", () => {
    expect(finished.report.warnings).toEqual([]);
    expect(finished.report.verdict).toBe("broken");
    for (const { experiment, trials, injections } of finished.report.experiments) {
      const tasks = experiment.target.name.startsWith("naive") ? 1190 : 595;
      expect(experiment.tasks).toHaveLength(tasks);
      expect(trials).toMatchObject({ planned: 2 * tasks, finished: 2 * tasks, failed: 0 });
      expect(injections[0]?.fired).toBe(trials.exposed);
      expect(trials.exposed).toBeGreaterThan(0.99 * tasks);
    }
  });

  it.each(agents)("the %s agent answers rightly while nothing is broken", (agent) => {
    const least = { naive: 0.95, guarded: 0.9 }[agent];
    const results = troubles.map((trouble) => resultOf(agent, trouble));
    for (const result of results) {
      expect(score(result, "answer-correctness", "control").low).toBeGreaterThanOrEqual(least);
      expect(result.outcomes.control).toEqual(results[0]?.outcomes.control);
    }
  });

  it.each([
    ["irrelevant", "irrelevant-cited"],
    ["stale", "stale-served-as-current"],
    ["empty", "fabricated-after-empty-retrieval"],
  ] as const)("the naive agent breaks on %s results: %s", (trouble, code) => {
    const result = resultOf("naive", trouble);
    expect(result.verdict).toBe("broken");
    expect(result.claims.map(({ verdict }) => verdict)).toEqual(["broken", "broken"]);
    expect(score(result, "answer-correctness", "treatment").high).toBeLessThan(0.02);
    expect(score(result, "silent-wrong-rate", "treatment").low).toBeGreaterThan(0.98);
    // The particular cause comes first, and explains (nearly) every silent wrong answer.
    expect(result.findings[0]?.code).toBe(code);
    // Every question that it got right without the fault, it gets wrong with it.
    const lost = result.outcomes.control.correct;
    expect(result.findings.find((finding) => finding.code === code)?.count).toBeGreaterThanOrEqual(lost - 5);
  });

  it("the naive agent gives exactly what the older version says", () => {
    const right = questions.filter(
      (question) => said("naive", "stale", question, "control") === sentence(question.answer),
    );
    expect(right.length).toBeGreaterThan(1130);
    for (const question of right) expect(said("naive", "stale", question, "treatment")).toBe(sentence(question.stale));
  });

  it("the naive agent makes up what is in no version when the search gives nothing of use", () => {
    for (const question of questions) {
      expect(said("naive", "empty", question, "treatment")).toBe(sentence(question.invented));
    }
  });

  it.each(troubles)("the guarded agent holds on %s results: it says that it cannot tell", (trouble) => {
    const result = resultOf("guarded", trouble);
    expect(result.verdict).toBe("held");
    expect(result.claims.map(({ verdict }) => verdict)).toEqual(["held", "held"]);
    expect(score(result, "silent-wrong-rate", "treatment").high).toBeLessThan(0.02);
    expect(score(result, "disclosure-rate", "treatment").low).toBeGreaterThan(0.98);
    expect(score(result, "utility-retained", "treatment").low).toBeGreaterThan(
      score(resultOf("naive", trouble), "utility-retained", "treatment").high,
    );
    const misled = result.findings.reduce((most, { count }) => Math.max(most, count), 0);
    expect(misled).toBeLessThan(10);
  });

  it("the same seed gives the same run, whatever runs beside it; another seed another one", async () => {
    const first = await run(few, { concurrency: 16, seed: "7" });
    const again = await run(few, { concurrency: 3, seed: "7" });
    const other = await run(few, { concurrency: 16, seed: "8" });
    expect(again.report.digest).toBe(first.report.digest);
    expect(again.report.experiments.map(({ outcomes }) => outcomes)).toEqual(
      first.report.experiments.map(({ outcomes }) => outcomes),
    );
    expect(other.report.digest).not.toBe(first.report.digest);
    for (const { trials } of first.report.experiments) {
      expect(trials.exposed).toBeGreaterThan(10);
      expect(trials.exposed).toBeLessThan(40);
    }
  }, 120_000);
});

/** What was answered, by trial. */
async function answersIn(journal: string): Promise<ReadonlyMap<string, PerformanceEnded>> {
  const answers = new Map<string, PerformanceEnded>();
  for await (const event of readJournal(journal)) {
    if (event.type === "performance-ended") answers.set(event.trial, event);
  }
  return answers;
}
