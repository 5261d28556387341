import type { ZodType } from "zod";
import type { Fault } from "../domain/fault.ts";
import type { Probe } from "../domain/judgement.ts";
import type { Protocol } from "../domain/protocol.ts";

/** A way of talking with an agent, as target files name it. */
export interface NamedContract {
  readonly name: string;
  readonly kind: "http" | "command";
  readonly summary: string;
  readonly settings: ZodType;
  /** Why no conversation of several turns can be had with these settings, and what to write. */
  lacksSession?(settings: unknown): string | undefined;
  /** Of a server: the path that tells that it is ready. */
  readonly ready?: string;
}

/** The names that experiments, targets and tasks may use. */
export interface Registry {
  readonly faults: readonly Fault[];
  readonly probes: readonly Probe[];
  readonly protocols: readonly Protocol[];
  /** Of each kind the first is what is meant where none is named; absent = none. */
  readonly contracts?: readonly NamedContract[];
  /** Can assertions of promptfoo be run? Absent = yes. */
  runsAssertions?(): boolean;
  /** Told of each fault of the user's own that an experiment names by path. */
  addFault?(fault: Fault): void;
  /** How playbooks of tasks and turns are written; absent = they are not looked at. */
  readonly playbooks?: {
    readonly schema: ZodType;
    /** What is wrong with one that has this shape, and where; empty if nothing is. @param earlier those of the turns before it. */
    check(
      playbook: unknown,
      earlier: readonly unknown[],
    ): readonly { readonly path: readonly (string | number)[]; readonly message: string }[];
  };
}
