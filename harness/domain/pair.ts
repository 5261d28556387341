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
  /** Those at which a fault fired, by dependency. */
  readonly struck: ReadonlyMap<string, readonly (readonly CallRecord[])[]>;
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

export const openPair = (treatment: JudgedTrial, control: JudgedTrial, experiment: Experiment): Pair =>
  new OpenPair(treatment, control, experiment);

/** The control trial beside itself, for what a figure is without any fault; its view is the pair's own. */
export const calmPair = (pair: Pair): Pair => new CalmPair(pair);

// Classes for their getters alone: in an object literal each getter is a new shape, which takes as long to make as all the rest,
// and which the collector keeps, with the trials in it, until its next full round.

class OpenPair implements Pair {
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
  readonly experiment: Experiment;
  #here: ArmView | undefined;
  #usual: ArmView | undefined;

  constructor(treatment: JudgedTrial, control: JudgedTrial, experiment: Experiment) {
    this.treatment = treatment;
    this.control = control;
    this.experiment = experiment;
  }

  get here(): ArmView {
    this.#here ??= new OpenArm(this.treatment);
    return this.#here;
  }

  get usual(): ArmView {
    this.#usual ??= new OpenArm(this.control);
    return this.#usual;
  }
}

class CalmPair implements Pair {
  readonly treatment: JudgedTrial;
  readonly control: JudgedTrial;
  readonly experiment: Experiment;
  readonly #pair: Pair;

  constructor(pair: Pair) {
    this.treatment = pair.control;
    this.control = pair.control;
    this.experiment = pair.experiment;
    this.#pair = pair;
  }

  get here(): ArmView {
    return this.#pair.usual;
  }

  get usual(): ArmView {
    return this.#pair.usual;
  }
}

class OpenArm implements ArmView {
  readonly calls: readonly CallRecord[];
  readonly #primary: string;
  #own: ArmView["own"] | undefined;
  #byDependency: ArmView["byDependency"] | undefined;
  #faulted: ArmView["faulted"] | undefined;
  #byOperation: ArmView["byOperation"] | undefined;
  #logical: ArmView["logical"] | undefined;
  #chains: ArmView["chains"] | undefined;
  #struck: ArmView["struck"] | undefined;

  constructor({ primary, bystanders }: JudgedTrial) {
    const calls = [...primary.record.calls];
    for (const { record } of bystanders) calls.push(...record.calls);
    this.calls = isInOrder(calls) ? calls : calls.sort(inOrder);
    this.#primary = primary.record.id;
  }

  get own(): ArmView["own"] {
    this.#own ??= this.calls.filter(({ started }) => started.performance === this.#primary);
    return this.#own;
  }

  get byDependency(): ArmView["byDependency"] {
    this.#byDependency ??= Map.groupBy(this.calls, ({ started }) => started.dependency);
    return this.#byDependency;
  }

  get faulted(): ArmView["faulted"] {
    this.#faulted ??= faultedIn(this.calls);
    return this.#faulted;
  }

  get byOperation(): ArmView["byOperation"] {
    this.#byOperation ??= callsByOperation(this.calls);
    return this.#byOperation;
  }

  get logical(): ArmView["logical"] {
    this.#logical ??= logicalCalls(this.calls);
    return this.#logical;
  }

  get chains(): ArmView["chains"] {
    this.#chains ??= chainsOf(this.logical);
    return this.#chains;
  }

  get struck(): ArmView["struck"] {
    this.#struck ??= this.faulted.size === 0 ? new Map() : struckIn(this.chains);
    return this.#struck;
  }
}

const inOrder = (a: CallRecord, b: CallRecord): number =>
  a.started.t - b.started.t || (a.started.address < b.started.address ? -1 : 1);

/** As those of a single performance mostly are: to see it takes less than to sort them. */
function isInOrder(calls: readonly CallRecord[]): boolean {
  let before: CallRecord | undefined;
  for (const call of calls) {
    if (before && inOrder(before, call) >= 0) return false;
    before = call;
  }
  return true;
}

function struckIn(chains: ArmView["chains"]): ArmView["struck"] {
  const struck = new Map<string, (readonly CallRecord[])[]>();
  for (const chain of chains) {
    const dependency = chain[0]?.started.dependency ?? "";
    if (!chain.some(isStruck)) continue;
    const known = struck.get(dependency);
    if (known) known.push(chain);
    else struck.set(dependency, [chain]);
  }
  return struck;
}

const isStruck = ({ faults }: CallRecord): boolean => faults.length > 0;

function faultedIn(calls: readonly CallRecord[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { faults, started } of calls) if (faults.length > 0) names.add(started.dependency);
  return names;
}
