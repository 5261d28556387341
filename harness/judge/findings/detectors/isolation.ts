import { failedVisibly, inContext } from "../../../domain/attempts.ts";
import { formatDuration } from "../../../domain/duration.ts";
import type { CallRecord } from "../../../domain/events.ts";
import type { Judged } from "../../../domain/judgement.ts";
import { at, type Case, endOf, forCase, performances, type Sign, sightingsOf } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Failed calls in a row, over several calls that were meant, from which a breaker is wanting. */
const manyFailures = 12;
/** Calls to a dependency that is well, from which it is called a flood. */
const flood = 12;
/** A bystander may take this many times as long as without the fault, and this much longer (ms). */
const slowed = { times: 3, grace: 500 };

interface Beside {
  readonly twin: Judged;
  readonly here: Judged;
  /** It uses a dependency at which a fault fired. */
  readonly needs: boolean;
}

/** Bystanders that are right without the fault, beside themselves under it. */
const bystanders = forCase(({ pair: { here, treatment, control } }): readonly Beside[] => {
  const isFaulted = ({ started }: CallRecord): boolean => here.faulted.has(started.dependency);
  return control.bystanders.flatMap((twin): readonly Beside[] => {
    const one = treatment.bystanders.find(({ record }) => record.task === twin.record.task);
    if (!one || twin.outcome !== "correct") return [];
    return [{ twin, here: one, needs: twin.record.calls.some(isFaulted) || one.record.calls.some(isFaulted) }];
  });
});

/** Tasks that were asked when every fault was off again, and are not as right as where there never was one. */
function afterwards({ pair: { treatment, control, experiment } }: Case): readonly Sign[] {
  const wait = formatDuration(experiment.afterwards?.wait ?? 0);
  return (treatment.afterwards ?? []).flatMap((here): readonly Sign[] => {
    const twin = control.afterwards?.find(({ record }) => record.task === here.record.task);
    if (twin?.outcome !== "correct" || here.outcome === "correct") return [];
    return [
      {
        ...at(here.record.calls[0]),
        detail: `${here.record.task}, asked ${wait} after the rest with every fault off, ended ${here.outcome}: ${here.reasons.join("; ")}`,
      },
    ];
  });
}

const isStillDown = ({ pair: { here } }: Case): boolean =>
  [...here.faulted].some((dependency) => here.byDependency.get(dependency)?.every(failedVisibly));

export const isolation = {
  "shared-fate": (given) =>
    bystanders(given).flatMap(({ twin, here, needs }) =>
      needs || here.outcome === "correct"
        ? []
        : [{ detail: `the bystander ${twin.record.task} ended ${here.outcome}: ${here.reasons.join("; ")}` }],
    ),

  "bystander-slowed": (given) =>
    bystanders(given).flatMap(({ twin, here, needs }) => {
      const [took, usual] = [endOf(here), endOf(twin)];
      if (needs || here.outcome !== "correct" || took <= usual * slowed.times + slowed.grace) return [];
      return [
        {
          detail: `the bystander ${twin.record.task} took ${formatDuration(took)}, and ${formatDuration(usual)} without the fault`,
        },
      ];
    }),

  "state-left-behind": (given) => [
    ...sightingsOf(given, "E25", "absent", "violated"),
    ...bystanders(given).flatMap(({ twin, here, needs }) => {
      const own = here.record.calls;
      if (!own.some(({ started }) => given.pair.here.faulted.has(started.dependency))) return [];
      if (!needs || here.exposed || here.outcome === "correct" || own.length === 0 || own.some(failedVisibly))
        return [];
      // While the dependency is down nobody may be let through to it.
      if (isStillDown(given)) return [];
      return [
        {
          detail: `the bystander ${twin.record.task} met no fault, all of its ${own.length} calls went well, and it ended ${here.outcome}: ${here.reasons.join("; ")}`,
        },
      ];
    }),
    ...afterwards(given),
  ],

  "breaker-too-eager": (given) => {
    const { here, treatment } = given.pair;
    if (bystanders(given).length === 0) return [];
    return [...here.faulted].flatMap((dependency): readonly Sign[] => {
      const calls = here.byDependency.get(dependency) ?? [];
      const failed = calls.filter(failedVisibly);
      if (failed.length !== 1 || failed.some(inContext)) return [];
      return bystanders(given)
        .filter(({ twin, here: one }) => {
          const uses = ({ record }: Judged): boolean =>
            record.calls.some(({ started }) => started.dependency === dependency);
          return uses(twin) && !uses(one) && one.outcome !== "correct" && treatment.bystanders.includes(one);
        })
        .map(({ twin }) => ({
          ...at(failed[0]),
          detail: `after ${failed.length} failed call the bystander ${twin.record.task} was not let through to ${dependency} at all`,
        }));
    });
  },

  "no-breaker": (given) => {
    const { here } = given.pair;
    if (here.calls.length < manyFailures) return [];
    return [...here.faulted].flatMap((dependency) => {
      if (given.saw("E1", "present").some(({ about }) => about === dependency)) return [];
      const calls = here.byDependency.get(dependency) ?? [];
      if (calls.some(inContext)) return [];
      const failing = calls.length < manyFailures ? [] : longestRun(calls);
      if (failing.length < manyFailures) return [];
      const meant = new Set(
        failing.map(({ started }) => [started.performance, started.operation, started.occurrence].join()),
      );
      if (meant.size < 3) return [];
      const [first, last] = [failing[0], failing.at(-1)];
      return [
        {
          ...at(last),
          detail: `${failing.length} calls in a row failed for ${meant.size} that were meant, within ${formatDuration((last?.started.t ?? 0) - (first?.started.t ?? 0))}, and calling never paused`,
        },
      ];
    });
  },

  "load-spilled": (given) => {
    const { here, usual } = given.pair;
    if (here.calls.length < flood) return [];
    return [...here.byDependency].flatMap(([dependency, calls]) => {
      const then = usual.byDependency.get(dependency)?.length ?? 0;
      if (here.faulted.has(dependency) || calls.length < flood || calls.length < 4 * Math.max(1, then)) return [];
      if (calls[0]?.started.boundary === "model") return [];
      return [
        {
          ...at(calls.at(-1)),
          detail: `${calls.length} calls to ${dependency}, which was well, and ${then} without the fault`,
        },
      ];
    });
  },

  "uncatchable-crash": (given) =>
    performances(given.pair.treatment)
      .filter(({ record: { ended } }) => ended?.end === "crashed" && uncaught.test(ended.error ?? ""))
      .slice(0, 1)
      .map(({ record }) => ({
        ...at(given.hit.at(-1)),
        detail: `${record.task}: ${(record.ended?.error ?? "").split("\n")[0]?.slice(0, 200) ?? ""}`,
      })),
} satisfies Detectors;

/** As the targets word it: an error outside of the agent's own promise, or the end of a server's process. */
const uncaught = /^nothing caught: | The process (?:exited with code|was ended by) /;

function longestRun(calls: readonly CallRecord[]): readonly CallRecord[] {
  let longest: CallRecord[] = [];
  let run: CallRecord[] = [];
  for (const call of calls) {
    if (failedVisibly(call)) run.push(call);
    else run = [];
    if (run.length > longest.length) longest = run;
  }
  return longest;
}
