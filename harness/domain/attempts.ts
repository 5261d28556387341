import type { CallRecord } from "./events.ts";

/** Every attempt at the same operation of a dependency in one performance, in the order of time. */
export function callsByOperation(calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] {
  const groups = Map.groupBy(
    calls,
    ({ started: { performance, dependency, operation } }) => `${performance}\u0000${dependency}\u0000${operation}`,
  );
  return [...groups.values()].map((group) => inOrder(group, (a, b) => a.started.t - b.started.t));
}

/** The attempts at each logical call, in order. */
export function logicalCalls(calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] {
  const groups = Map.groupBy(
    calls,
    ({ started: { performance, boundary, dependency, operation, occurrence } }) =>
      `${performance}\u0000${boundary}\u0000${dependency}\u0000${operation}\u0000${occurrence}`,
  );
  return [...groups.values()].map((group) => inOrder(group, (a, b) => a.started.attempt - b.started.attempt));
}

/** Most groups are of one call. The list is the grouping's own, so that it may be sorted where it is. */
const inOrder = (group: CallRecord[], compare: (a: CallRecord, b: CallRecord) => number): readonly CallRecord[] =>
  group.length === 1 ? group : group.sort(compare);

/** The caller could see that it failed: an error status, or no reply, or one that was cut or given up. */
export const failedVisibly = ({ ended }: CallRecord): boolean =>
  ended === undefined || ended.status === undefined || ended.status >= 400 || ended.ending !== "complete";

/**
 * First attempts, each with its retries: attempts that follow one that visibly failed. Asking the same again after a
 * whole success is a call of its own (polling), not a retry.
 */
export const retryChains = (calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] =>
  logicalCalls(calls).flatMap((attempts) => {
    const chains: CallRecord[][] = [];
    for (const [index, attempt] of attempts.entries()) {
      const before = attempts[index - 1];
      const chain = chains.at(-1);
      if (before && chain && failedVisibly(before)) chain.push(attempt);
      else chains.push([attempt]);
    }
    return chains;
  });
