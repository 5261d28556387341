import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import type { EvidenceDetector } from "../domain/evidence.ts";
import type { Estimate, Probe, RunReport } from "../domain/judgement.ts";
import { verdicts } from "../domain/vocabulary.ts";
import { judgeTrial, openFindings } from "../judge/index.ts";
import { evidenceDetectors } from "../probes/evidence/index.ts";
import { probes } from "../probes/index.ts";
import { type ScoreRunOptions, scoreRun } from "../score/index.ts";
import { foldTrials } from "../store/index.ts";
import { loadShippedAgainst, runInMemory } from "../testing/run-in-memory.ts";

/** Laws of judging, over trials that agents really ran. */

const asked = [
  "single-point-of-failure/knowledge-base-down",
  "insufficient-capacity/model-throttled",
  "shared-fate/retry-storm",
];

const usual: ScoreRunOptions = { probes, judge: judgeTrial, evidence: evidenceDetectors, findings: openFindings };
async function judge(events: readonly RunEvent[], options: Partial<ScoreRunOptions> = {}): Promise<RunReport> {
  async function* all(): AsyncGenerator<readonly RunEvent[]> {
    yield events;
  }
  return scoreRun(foldTrials(all()), { ...usual, ...options });
}

/** What stands before the trials, the events of each trial, and the end. */
interface Journal {
  readonly head: readonly RunEvent[];
  readonly trials: readonly (readonly RunEvent[])[];
  readonly end: readonly RunEvent[];
}
function split(events: readonly RunEvent[]): Journal {
  const trials = new Map<string, RunEvent[]>();
  const head: RunEvent[] = [];
  const end: RunEvent[] = [];
  for (const event of events) {
    const id = event.type === "trial-started" ? event.trial.id : "trial" in event ? event.trial : undefined;
    if (id !== undefined) trials.set(id, [...(trials.get(id) ?? []), event]);
    else if (event.type === "run-ended") end.push(event);
    else head.push(event);
  }
  return { head, trials: [...trials.values()], end };
}
const join = ({ head, trials, end }: Journal): readonly RunEvent[] => [...head, ...trials.flat(), ...end];

let journal: Journal;
let whole: RunReport;
beforeAll(async () => {
  const experiments = (await loadShippedAgainst("fragile"))
    .filter(({ id }) => asked.includes(id))
    .map((experiment) => ({ ...experiment, repeats: 2 }));
  const { events } = await runInMemory(experiments);
  journal = split(events);
  whole = await judge(join(journal));
}, 120_000);

const shuffled = fc.constant(0).chain(() =>
  fc.shuffledSubarray(
    journal.trials.map((_, index) => index),
    { minLength: journal.trials.length },
  ),
);

describe("judging", () => {
  test("has something to judge", () => {
    expect(whole.experiments.map(({ experiment }) => experiment.id).sort()).toEqual([...asked].sort());
    expect(whole.scopes.map(({ kind }) => kind)).toContain("dependency");
    expect(whole.experiments.some(({ findings }) => findings.length > 0)).toBe(true);
    expect(whole.singlePoints.some(({ standing }) => standing === "fails-tasks")).toBe(true);
  });

  test("is the same in any order of trials, to the last digit and word", async () => {
    await fc.assert(
      fc.asyncProperty(shuffled, async (order) => {
        const trials = order.map((index) => journal.trials[index] ?? []);
        expect(await judge(join({ ...journal, trials }))).toEqual(whole);
      }),
      { numRuns: 8 },
    );
  });

  test("of two halves, one after the other and in either order, is that of the whole", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: journal.trials.length, maxLength: journal.trials.length }),
        async (sides) => {
          const half = (side: boolean): readonly RunEvent[] =>
            join({ ...journal, trials: journal.trials.filter((_, index) => sides[index] === side) });
          expect(await judge([...half(true), ...half(false)])).toEqual(whole);
          expect(await judge([...half(false), ...half(true)])).toEqual(whole);
        },
      ),
      { numRuns: 5 },
    );
  });
});

/** The same trial as another repeat. */
function again(
  events: readonly RunEvent[],
  repeat: number,
  change: (event: RunEvent) => readonly RunEvent[],
): readonly RunEvent[] {
  const [first] = events;
  if (first?.type !== "trial-started") throw new Error("A trial begins with its start.");
  const { pair } = first.trial;
  const renamed = `${pair}00${repeat}`;
  const text = JSON.stringify(events.flatMap(change)).replaceAll(`"${pair}`, `"${renamed}`);
  return JSON.parse(text) as RunEvent[];
}

const withoutFaults = (event: RunEvent): readonly RunEvent[] => (event.type === "fault-fired" ? [] : [event]);
const same = (event: RunEvent): readonly RunEvent[] => [event];
const armOf = (events: readonly RunEvent[]): string | undefined =>
  events[0]?.type === "trial-started" ? events[0].trial.arm : undefined;
const asTreatment = (event: RunEvent): readonly RunEvent[] =>
  JSON.parse(
    JSON.stringify([event]).replaceAll("/control", "/treatment").replaceAll('"arm":"control"', '"arm":"treatment"'),
  ) as RunEvent[];

/** Pairs of a control trial and itself: what an agent does that is right in both arms. */
const calmPairs = (
  journal: Journal,
  change: (event: RunEvent) => readonly RunEvent[],
): readonly (readonly RunEvent[])[] =>
  journal.trials
    .filter((events) => armOf(events) === "control")
    .flatMap((events) => [again(events, 1, same), again(events, 1, (event) => asTreatment(event).flatMap(change))]);

describe("another pair without a fault", () => {
  test("changes no score, no finding and no single point of failure, and worsens no verdict", async () => {
    const calm = calmPairs(journal, withoutFaults);
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: calm.length / 2 - 1 }), async (index) => {
        const trials = [...journal.trials, ...calm.slice(2 * index, 2 * index + 2)];
        const report = await judge(join({ ...journal, trials }));
        for (const [at, { scores, latency, passK, findings, verdict }] of report.experiments.entries()) {
          const before = whole.experiments[at];
          expect({ scores, latency, passK, findings }).toEqual({
            scores: before?.scores,
            latency: before?.latency,
            passK: before?.passK,
            findings: before?.findings,
          });
          expect(verdicts.indexOf(verdict)).toBeLessThanOrEqual(verdicts.indexOf(before?.verdict ?? "held"));
        }
        expect(report.scopes).toEqual(whole.scopes);
        expect(report.singlePoints).toEqual(whole.singlePoints);
      }),
      { numRuns: 6 },
    );
  });
});

describe("another pair that is right although a fault fired", () => {
  /** One fault at the first call, harmlessly: the treatment trial is otherwise its own control. */
  const hit = (event: RunEvent): readonly RunEvent[] =>
    event.type !== "call-started"
      ? [event]
      : [
          event,
          {
            type: "fault-fired",
            trial: event.trial,
            performance: event.performance,
            t: event.t,
            address: event.address,
            injection: "harmless",
            fault: "latency",
            note: "",
          },
        ];
  /** Figures for which a right answer is the best there is. */
  const bounded: readonly string[] = ["answer-correctness", "silent-wrong-rate", "utility-retained"];
  test("worsens no score that counts right answers, in any scope", async () => {
    const calm = calmPairs(journal, hit);
    const worse = (name: string, before?: Estimate, after?: Estimate): boolean => {
      if (!before || !after) return before !== after;
      const sign = probes[name]?.better === "lower" ? -1 : 1;
      return sign * (after.value - before.value) < -1e-12;
    };
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: calm.length / 2 - 1 }), async (index) => {
        const trials = [...journal.trials, ...calm.slice(2 * index, 2 * index + 2)];
        const report = await judge(join({ ...journal, trials }));
        const scopes = (of: RunReport) => [...of.experiments, ...of.scopes.slice(0, 1)];
        const grown = scopes(report).filter(
          (scope, at) => JSON.stringify(scope.scores) !== JSON.stringify(scopes(whole)[at]?.scores),
        );
        expect(grown.length).toBeGreaterThan(0);
        for (const [at, scope] of scopes(report).entries()) {
          for (const name of bounded) {
            const of = (from: typeof scope | undefined) => from?.scores.find(({ probe }) => probe === name)?.treatment;
            expect(worse(name, of(scopes(whole)[at]), of(scope)), name).toBe(false);
          }
          for (const { k, treatment } of scope.passK) {
            const before = scopes(whole)[at]?.passK.find((each) => each.k === k)?.treatment;
            if (before) expect(treatment?.value).toBeGreaterThanOrEqual(before.value - 1e-12);
          }
        }
      }),
      { numRuns: 6 },
    );
  });
});

describe("what throws", () => {
  const fail = (): never => {
    throw new Error("division by cucumber");
  };
  test("a probe: its claims are inconclusive and name it, the other claims stand", async () => {
    const broken: Probe = { ...(probes["answer-correctness"] as Probe), measure: fail };
    const report = await judge(join(journal), { probes: { ...probes, "answer-correctness": broken } });
    for (const [at, { claims, scores }] of report.experiments.entries()) {
      for (const [index, result] of claims.entries()) {
        if (result.claim.probe === "answer-correctness") {
          expect(result.verdict).toBe("inconclusive");
          expect(result.reason).toMatch(/^The probe answer-correctness failed at .+: division by cucumber$/);
        } else expect(result).toEqual(whole.experiments[at]?.claims[index]);
      }
      expect(scores.map(({ probe }) => probe)).not.toContain("answer-correctness");
    }
  });
  test("a probe that nothing claims: its score is left out, and a warning names it", async () => {
    const broken: Probe = { ...(probes["utility-retained"] as Probe), measure: fail };
    const report = await judge(join(journal), { probes: { ...probes, "utility-retained": broken } });
    expect(report.warnings.filter((warning) => warning.includes("The probe utility-retained failed at"))).toHaveLength(
      asked.length,
    );
    expect(report.verdict).toBe(whole.verdict);
  });
  test("a detector: the experiment cannot be held, and it is named", async () => {
    const broken: EvidenceDetector = { ...(evidenceDetectors[0] as EvidenceDetector), look: fail };
    const report = await judge(join(journal), { evidence: [broken] });
    for (const { reasons, verdict } of report.experiments) {
      expect(verdict).not.toBe("held");
      expect(reasons.join("\n")).toContain(`The evidence detector ${broken.name} failed at`);
    }
  });
  test("the search for findings: likewise", async () => {
    const report = await judge(join(journal), { findings: () => ({ see: fail, finish: () => [] }) });
    for (const { reasons, verdict } of report.experiments) {
      expect(verdict).not.toBe("held");
      expect(reasons.join("\n")).toMatch(/The search for findings failed at .+: division by cucumber/);
    }
  });
});
