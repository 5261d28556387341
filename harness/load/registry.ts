import type { Fault } from "../domain/fault.ts";
import type { Probe } from "../domain/judgement.ts";
import type { Protocol } from "../domain/protocol.ts";

/** The names that experiments, targets and tasks may use. */
export interface Registry {
  readonly faults: readonly Fault[];
  readonly probes: readonly Probe[];
  readonly protocols: readonly Protocol[];
  /** Can assertions of promptfoo be run? Absent = yes. */
  runsAssertions?(): boolean;
  /** Told of each fault of the user's own that an experiment names by path. */
  addFault?(fault: Fault): void;
  /** Messages of what is wrong with a task's playbook; empty if nothing is. */
  checkPlaybook?(playbook: unknown): readonly string[];
}
