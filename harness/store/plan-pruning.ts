/** A run that may be taken away. */
export interface Prunable {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly bytes: number;
  /** Why it stays whatever the policy says. */
  readonly keep?: string;
}

/** What may stay; each that is given is kept to. */
export interface PruningPolicy {
  /** Milliseconds: no older than that. */
  readonly age?: number;
  /** The newest so many. */
  readonly runs?: number;
  /** Bytes of all that stay, those that must stay included. */
  readonly bytes?: number;
}

export interface Pruned {
  readonly run: Prunable;
  readonly why: string;
}

/** The runs that have to go, the oldest first. Pure. */
export function planPruning(all: readonly Prunable[], policy: PruningPolicy, now: number): readonly Pruned[] {
  const oldestFirst = all.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
  const going = new Map<Prunable, string>();
  for (const [index, run] of oldestFirst.entries()) {
    if (run.keep !== undefined) continue;
    if (policy.age !== undefined && now - run.at > policy.age) going.set(run, "too old");
    else if (policy.runs !== undefined && oldestFirst.length - index > policy.runs) going.set(run, "too many");
  }
  let bytes = oldestFirst.reduce((sum, run) => sum + (going.has(run) ? 0 : run.bytes), 0);
  for (const run of oldestFirst) {
    if (policy.bytes === undefined || bytes <= policy.bytes) break;
    if (run.keep !== undefined || going.has(run)) continue;
    going.set(run, "too much");
    bytes -= run.bytes;
  }
  return oldestFirst.flatMap((run) => {
    const why = going.get(run);
    return why === undefined ? [] : [{ run, why }];
  });
}
