import type { CallRecord, CallStarted } from "./events.ts";

/** Every attempt at the same operation of a dependency in one performance, in the order of time. */
export function callsByOperation(calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] {
  const groups = grouped(calls, ({ dependency, operation }) => `${dependency}\u0000${operation}`);
  return groups.map((group) => inOrder(group, (a, b) => a.started.t - b.started.t));
}

/** The attempts at each logical call, in order. */
export function logicalCalls(calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] {
  const groups = grouped(
    calls,
    ({ boundary, dependency, operation, occurrence }) =>
      `${boundary}\u0000${dependency}\u0000${operation}\u0000${occurrence}`,
  );
  return groups.map((group) => inOrder(group, (a, b) => a.started.attempt - b.started.attempt));
}

/** Calls of the same performance and key, groups in the order of their first calls. Names of performances are long: they are no part of keys. */
function grouped(calls: readonly CallRecord[], keyOf: (started: CallStarted) => string): readonly CallRecord[][] {
  const groups: CallRecord[][] = [];
  const known = new Map<string, Map<string, CallRecord[]>>();
  let performance: string | undefined;
  let own = new Map<string, CallRecord[]>();
  for (const call of calls) {
    const { started } = call;
    if (started.performance !== performance) {
      performance = started.performance;
      own = known.get(performance) ?? new Map();
      known.set(performance, own);
    }
    const key = keyOf(started);
    const group = own.get(key);
    if (group) group.push(call);
    else {
      const made = [call];
      own.set(key, made);
      groups.push(made);
    }
  }
  return groups;
}

/** Most groups are of one call. The list is the grouping's own, so that it may be sorted where it is. */
const inOrder = (group: CallRecord[], compare: (a: CallRecord, b: CallRecord) => number): readonly CallRecord[] =>
  group.length === 1 ? group : group.sort(compare);

/**
 * The caller could see that it failed: an error status, or no reply, or one that was cut or given up, or an error as JSON-RPC and its like
 * have it, under a status of success, or one that a stream told after it had begun well. A model's refusals and interventions are answers.
 */
export const failedVisibly = ({ started, ended, faults }: CallRecord): boolean =>
  ended === undefined ||
  ended.status === undefined ||
  ended.status >= 400 ||
  ended.ending !== "complete" ||
  ended.unreadable === true ||
  faults.some(({ fault }) => fault === "mid-stream-error") ||
  (started.boundary !== "model" && saysFailure(ended.reply));

const saysFailure = (reply: unknown): boolean => typeof reply === "object" && reply !== null && "failure" in reply;

/** What a client says around its calls, by the names that MCP gives it (2025-11-25, Lifecycle): nobody is served by it. */
export const isHandshake = ({ started: { operation } }: CallRecord): boolean =>
  operation === "initialize" ||
  operation === "ping" ||
  /^notifications\/|^(?:tools|prompts|resources|resources\/templates)\/list$/.test(operation);

/**
 * Seen as a result in what the agent asked a model. Its code had the tool's own result before; what a fault made of it nobody but
 * the model has read, and what code does about a failure it had no occasion to do.
 */
export const inContext = ({ started }: CallRecord): boolean => started.via !== undefined;

/**
 * First attempts, each with its retries: attempts that follow one that visibly failed. Asking the same again after a
 * whole success is a call of its own (polling), not a retry.
 */
export const retryChains = (calls: readonly CallRecord[]): readonly (readonly CallRecord[])[] =>
  chainsOf(logicalCalls(calls));

/** The same, from the attempts at each logical call. */
export function chainsOf(logical: readonly (readonly CallRecord[])[]): readonly (readonly CallRecord[])[] {
  const chains: (readonly CallRecord[])[] = [];
  for (const attempts of logical) {
    if (attempts.length === 1) {
      chains.push(attempts);
      continue;
    }
    let chain: CallRecord[] = [];
    for (const attempt of attempts) {
      const before = chain.at(-1);
      if (before && failedVisibly(before)) chain.push(attempt);
      else {
        chain = [attempt];
        chains.push(chain);
      }
    }
  }
  return chains;
}
