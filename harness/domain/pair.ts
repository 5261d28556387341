import { callsByOperation, chainsOf, logicalCalls } from "./attempts.ts";
import type { CallRecord } from "./events.ts";
import type { Experiment } from "./experiment.ts";
import type { JudgedTrial } from "./judgement.ts";

/** What one arm of a pair did, in the orders that detectors ask for; each is made once, when it is first asked for. */
export interface ArmView {
  /** All calls of all performances, in the order of time. */
  readonly calls: readonly CallRecord[];
  /** Those of the primary task. */
  readonly own: readonly CallRecord[];
  readonly byDependency: ReadonlyMap<string, readonly CallRecord[]>;
  /** Dependencies at which a fault fired. */
  readonly faulted: ReadonlySet<string>;
  /** Attempts at the same operation of a dependency in one performance. */
  readonly byOperation: readonly (readonly CallRecord[])[];
  /** The attempts at each logical call. */
  readonly logical: readonly (readonly CallRecord[])[];
  /** First attempts, each with its retries. */
  readonly chains: readonly (readonly CallRecord[])[];
}

/** A treatment trial beside its control twin. */
export interface Pair {
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
  readonly experiment: Experiment;
  /** The treatment arm. */
  readonly here: ArmView;
  /** The control arm. */
  readonly usual: ArmView;
}

export function openPair(treatment: JudgedTrial, control: JudgedTrial, experiment: Experiment): Pair {
  const here = once(() => viewArm(treatment));
  const usual = once(() => viewArm(control));
  return {
    treatment,
    control,
    experiment,
    get here() {
      return here();
    },
    get usual() {
      return usual();
    },
  };
}

/** The control trial beside itself, for what a figure is without any fault; its view is the pair's own. */
export const calmPair = (pair: Pair): Pair => ({
  treatment: pair.control,
  control: pair.control,
  experiment: pair.experiment,
  get here() {
    return pair.usual;
  },
  get usual() {
    return pair.usual;
  },
});

function viewArm({ primary, bystanders }: JudgedTrial): ArmView {
  const calls = [...primary.record.calls];
  for (const { record } of bystanders) calls.push(...record.calls);
  calls.sort((a, b) => a.started.t - b.started.t || (a.started.address < b.started.address ? -1 : 1));
  const own = once(() => calls.filter(({ started }) => started.performance === primary.record.id));
  const byDependency = once(() => Map.groupBy(calls, ({ started }) => started.dependency));
  const faulted = once(() => {
    const names = new Set<string>();
    for (const { faults, started } of calls) if (faults.length > 0) names.add(started.dependency);
    return names;
  });
  const byOperation = once(() => callsByOperation(calls));
  const logical = once(() => logicalCalls(calls));
  const chains = once(() => chainsOf(logical()));
  return {
    calls,
    get own() {
      return own();
    },
    get byDependency() {
      return byDependency();
    },
    get faulted() {
      return faulted();
    },
    get byOperation() {
      return byOperation();
    },
    get logical() {
      return logical();
    },
    get chains() {
      return chains();
    },
  };
}

function once<T>(make: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => {
    kept ??= { value: make() };
    return kept.value;
  };
}
