import type { CallRecord } from "../../domain/events.ts";
import { succeeded } from "./reading.ts";

/** How often each layer makes what the one above it asks of it, on average; undefined = the trace does not tell it apart. */
export interface Layers {
  /** Calls for each one that was meant. */
  readonly total: number;
  /** Attempts that the client library makes for each call of it. */
  readonly client?: number;
  /** Calls of the client library for each step of the agent: a wrapper or framework that tries again. */
  readonly wrapper?: number;
  /** Steps in which the agent, or its model, asks for the same again after it has seen it fail. */
  readonly agent?: number;
  /** ` (3 by the client library × 3 by what calls it)`, or nothing where one layer alone retries. */
  readonly words: string;
}

/**
 * Which layer made the attempts. A client library's own are numbered; its invocations begin anew at 1, or have an id. A step of the
 * agent is over when a model has answered between two attempts at something that is no model.
 * @param all of the arm, in the order of time
 */
export function layersOf(chains: readonly (readonly CallRecord[])[], all: readonly CallRecord[]): Layers {
  let attempts = 0;
  let invocations = 0;
  let steps = 0;
  let numbered = true;
  let told = true;
  for (const chain of chains) {
    attempts += chain.length;
    for (const [index, call] of chain.entries()) {
      const before = chain[index - 1];
      const { client, boundary } = call.started;
      numbered &&= client !== undefined;
      told &&= boundary !== "model";
      const fresh = !before || !client || isAnother(before, call);
      if (fresh) invocations += 1;
      if (!before || (fresh && answeredBetween(before, call, all))) steps += 1;
    }
  }
  const client = numbered ? attempts / invocations : undefined;
  const above = invocations / (told ? steps : chains.length);
  const agent = told ? steps / chains.length : undefined;
  const parts = [
    ...(client !== undefined && client > 1 ? [`${round(client)} by the client library`] : []),
    ...(above > 1 ? [`${round(above)} by what calls ${numbered ? "it" : "the service"}`] : []),
    ...(agent !== undefined && agent > 1 ? [`${round(agent)} by the agent, which asked for it again`] : []),
  ];
  return {
    total: attempts / chains.length,
    ...(client === undefined ? {} : { client }),
    wrapper: above,
    ...(agent === undefined ? {} : { agent }),
    words: parts.length > 1 ? ` (${parts.join(" × ")})` : "",
  };
}

function isAnother({ started: { client: before } }: CallRecord, { started: { client } }: CallRecord): boolean {
  if (!client || !before) return true;
  if (client.invocation !== undefined && before.invocation !== undefined)
    return client.invocation !== before.invocation;
  return client.attempt <= before.attempt;
}

/** A model has answered between two attempts of a performance: the agent asks again, it does not wait. */
export const answeredBetween = (before: CallRecord, after: CallRecord, all: readonly CallRecord[]): boolean =>
  all.some(
    (call) =>
      call.started.boundary === "model" &&
      call.started.performance === after.started.performance &&
      call.started.t >= (before.ended?.t ?? before.started.t) &&
      (call.ended?.t ?? Number.POSITIVE_INFINITY) <= after.started.t &&
      succeeded(call),
  );

const round = (value: number): string => String(Number(value.toFixed(1)));
