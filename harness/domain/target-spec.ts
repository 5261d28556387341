/** What is spoken with the agent: a contract of the targets' room by name, and its settings as its schema reads them. */
export interface SpokenContract {
  readonly name: string;
  readonly settings: unknown;
}

/** How a program is started. */
interface StartedProcess {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** The variable by which it is told of an empty folder of its own, which outlives its restarts and not its trial. */
  readonly state?: string;
  /** `shared`: one process for all trials of an experiment; absent = one for each trial (a command: for each task). */
  readonly process?: "shared";
}

/** How an agent is started and asked. */
export type TargetSpec =
  | { readonly kind: "module"; readonly module: string; readonly clock: "real" | "virtual" }
  | (StartedProcess & {
      readonly kind: "command";
      readonly command: readonly string[];
      /** Absent = the task as JSON on stdin, the answer as JSON on stdout. */
      readonly contract?: SpokenContract;
    })
  | (StartedProcess & {
      readonly kind: "http";
      readonly url: string;
      /** Starts the server; absent = it runs already. */
      readonly start?: readonly string[];
      readonly ready: string;
      readonly readyWithin: number;
      /** The agent hands `baggage` on to its dependencies. */
      readonly propagates: boolean;
      /** Sent with every request. */
      readonly headers?: Readonly<Record<string, string>>;
      /** Absent = the task as JSON, and an answer in any of the shapes that agents commonly give. */
      readonly contract?: SpokenContract;
    });

/** One process that outlives its trials: it is told one address for all of them. */
export const isShared = (spec: TargetSpec): boolean => spec.kind !== "module" && spec.process === "shared";

/**
 * Must its trials run one at a time? A server listens at one address, and calls of one that hands no baggage on cannot be told
 * apart; a process that trials share is told no trial's own address.
 */
export function oneTrialAtATime(spec: TargetSpec): boolean {
  if (spec.kind === "command") return isShared(spec);
  return spec.kind === "http" && ((spec.start !== undefined && !isShared(spec)) || !spec.propagates);
}

/** One process is asked by many at once and hands nothing on: nobody could say whose calls are whose. */
export function mixesCalls(spec: TargetSpec): boolean {
  if (spec.kind === "http") return !spec.propagates;
  return spec.kind === "command" && (spec.contract !== undefined || isShared(spec));
}
