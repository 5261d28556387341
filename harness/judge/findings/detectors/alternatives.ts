import { failedVisibly, inContext, isHandshake } from "../../../domain/attempts.ts";
import type { CallRecord } from "../../../domain/events.ts";
import { handoverKinds } from "../../effects.ts";
import { at, type Case, endedAs, fieldsOf, forCase, handedOver, hitBy, type Sign } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Turns that an agent which looks at them cannot use. */
const unusable = [
  "empty-completion",
  "truncated-answer",
  "refusal",
  "guardrail-intervened",
  "hollow-success",
  "mid-stream-error",
  "cut-stream",
  "stalled-stream",
  "missing-final-event",
  "garbage-in-stream",
] as const;

interface Lost {
  readonly dependency: string;
  readonly boundary: string;
  readonly calls: readonly CallRecord[];
}

/**
 * Dependencies of the primary performance of which every call that could serve went to a fault and none was whole. What the agent took
 * for a whole turn is not lost to it: it had no occasion to ask another, nor to say that anything was amiss.
 */
const lostOnes = forCase((given): readonly Lost[] => {
  const { here, hit } = given;
  if (!hit.some(failedVisibly)) return [];
  return [...new Set(hit.map(({ started }) => started.dependency))].flatMap((dependency) => {
    const own = here.record.calls.filter(({ started }) => started.dependency === dependency);
    const serving = own.filter((call) => !isHandshake(call));
    const calls = serving.length > 0 ? serving : own;
    const [first] = calls;
    return first &&
      calls.every((call) => call.faults.length > 0 && failedVisibly(call)) &&
      !takenForWhole(given, calls.at(-1))
      ? [{ dependency, boundary: first.started.boundary, calls }]
      : [];
  });
});

/** A stream that just ended, with no error for its reader, and that went into a wrong answer without a word. */
const takenForWhole = ({ misled }: Case, call: CallRecord | undefined): boolean =>
  misled && call?.started.boundary === "model" && call.started.stream && call.ended?.ending === "end";

/**
 * What could have stood in and was never asked: what the system map says stands in for it, and others of the same kind where one
 * can do the work of another and the control arm does without.
 */
const idleSpares = ({ pair }: Case, boundary: string, lost: CallRecord | undefined): readonly string[] =>
  (pair.experiment.target?.map.dependencies ?? []).flatMap(({ name, boundary: kind, standsInFor, via }) => {
    if (!lost || pair.here.byDependency.has(name)) return [];
    // Of a failure that only the model has read, code that would ask elsewhere knows nothing.
    if (inContext(lost) && via === undefined) return [];
    const alike = replaceable.has(boundary) && kind === boundary && !pair.usual.byDependency.has(name);
    return alike || standsInFor?.includes(lost.started.dependency) ? [name] : [];
  });

/** Calls to what the control arm does without, of the same kind as what was lost. */
const standIns = ({ pair, here }: Case, { boundary, dependency }: Lost): readonly CallRecord[] =>
  here.record.calls.filter(
    ({ started }) =>
      started.boundary === boundary &&
      started.dependency !== dependency &&
      !pair.usual.byDependency.has(started.dependency),
  );

const badly = ["hung", "crashed", "wrong", "harmful"] as const;

/** Of one kind, one can stand in for another; tools differ. */
const replaceable: ReadonlySet<string> = new Set(["model", "embedding", "retrieval"]);

export const alternatives = {
  "fallback-missing": (given) => {
    if (given.here.outcome === "correct" || given.usual.outcome !== "correct") return [];
    const without = (boundary: string, calls: readonly CallRecord[]): readonly Sign[] => {
      const spares = idleSpares(given, boundary, calls[0]);
      return spares.length === 0
        ? []
        : [{ ...at(calls.at(-1)), detail: `it could not be used, and ${spares.join(", ")} was never asked` }];
    };
    const lost = lostOnes(given).flatMap(({ boundary, calls }) => without(boundary, calls));
    // A turn that nobody could use is known to be one only where the answer admits that something is missing.
    const bad = given.here.disclosed ? hitBy(given, ...unusable) : [];
    const givenUp = bad.length > 0 && bad.at(-1) === given.hit.at(-1) ? without("model", bad) : [];
    return lost.length > 0 ? lost : givenUp;
  },

  "fallback-fails-too": (given) => {
    if (!endedAs(given, ...badly)) return [];
    return lostOnes(given).flatMap((lost) => {
      const others = standIns(given, lost);
      if (others.length === 0 || !others.every((call) => call.faults.length > 0 && failedVisibly(call))) return [];
      return [
        {
          ...at(others.at(-1)),
          detail: `${others[0]?.started.dependency} failed as well as ${lost.dependency}; ${given.why}`,
        },
      ];
    });
  },

  "fallback-contract-broken": (given) => {
    if (!endedAs(given, ...badly)) return [];
    return lostOnes(given).flatMap((lost) =>
      standIns(given, lost)
        .filter(({ ended, faults }) => faults.length === 0 && refused(ended?.status))
        .map((call) => ({
          address: call.started.address,
          detail: `asked in place of ${lost.dependency}, it refused the request as wrong (${call.ended?.status}); ${given.why}`,
        })),
    );
  },

  "single-point-of-failure": (given) => {
    const method = given.pair.experiment.cells[given.pair.treatment.record.trial.cell]?.method ?? [];
    const [only] = method;
    if (!only || method.length !== 1 || Object.keys(only.when).length > 0) return [];
    if (!endedAs(given, ...badly)) return [];
    return lostOnes(given)
      .filter((lost) => standIns(given, lost).length === 0)
      .map(({ dependency, calls }) => ({
        ...at(calls.at(-1)),
        detail: `with ${dependency} gone all the time the task ended ${given.here.outcome}: ${given.why}`,
      }));
  },

  "failure-hidden": (given) => {
    if (!given.misled || given.here.outcome !== "wrong" || given.hit.length === 0) return [];
    const lost = lostOnes(given);
    return lost.map(({ dependency, calls }) => ({
      ...at(calls.at(-1)),
      detail: `${dependency} could not be used, and the answer says nothing of it: ${given.why}`,
    }));
  },

  "escalation-missing": (given) => {
    const { here, usual, pair } = given;
    const asked = pair.experiment.hypothesis?.some(({ probe }) => probe === "escalation-rate") === true;
    if (!asked || usual.outcome !== "correct" || handedOver(here)) return [];
    return here.outcome === "failed-safe" || here.outcome === "degraded"
      ? [{ ...at(given.hit.at(-1)), detail: `${given.why}; and no person was told` }]
      : [];
  },

  "handoff-loses-facts": (given) => {
    const handovers = handoversOf(given.here);
    if (handovers.length === 0) return [];
    const task = given.pair.experiment.tasks.find(({ id }) => id === given.here.record.task);
    const named = identifiers(task?.prompt ?? "");
    if (named.length === 0) return [];
    if (handoversOf(given.usual).length > 0) return [];
    return handovers
      .filter((effect) => !named.some((id) => JSON.stringify(effect).includes(id)))
      .map((effect) => ({
        ...at(given.hit.at(-1)),
        detail: `handed over without ${named.join(", ")}: ${JSON.stringify(fieldsOf(effect)["summary"] ?? effect).slice(0, 160)}`,
      }));
  },
} satisfies Detectors;

const refused = (status: number | undefined): boolean =>
  status !== undefined && [400, 404, 405, 415, 422].includes(status);

const handoversOf = ({ record }: Case["here"]) =>
  (record.ended?.effects ?? []).filter(({ kind }) => handoverKinds.includes(kind));

/** Order numbers, tickets and the like: capitals, a dash and digits. */
const identifiers = (text: string): readonly string[] => text.match(/\b[A-Z]{2,6}-[A-Z0-9-]*\d[A-Z0-9-]*\b/g) ?? [];
