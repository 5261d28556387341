import { liveNetwork } from "../cli/network.ts";
import { addressOf, type Call, type Reply } from "../domain/call.ts";
import { chance } from "../domain/chance.ts";
import type { Fault, FaultContext } from "../domain/fault.ts";
import type { RouteResult, Router } from "../domain/ports.ts";
import type { Binding, Protocol } from "../domain/protocol.ts";
import type { Dependency } from "../domain/system-map.ts";
import { collectBody, type WireReply, type WireRequest } from "../domain/wire.ts";
import { asidesOf } from "../execute/asides.ts";
import { realClock } from "../execute/real-clock.ts";
import { findFault } from "../faults/index.ts";
import { openGateway } from "../interceptors/gateway.ts";

export interface Armed {
  readonly fault: string;
  readonly with?: unknown;
  /** Only at this operation; absent = at every call. */
  readonly operation?: string;
}

export interface FaultyRelay extends AsyncDisposable {
  /** The dependency's address as a client is told it. */
  readonly url: string;
  /** Every call, in order. */
  readonly calls: Call[];
  /** What was done to which calls, or why nothing was. */
  readonly notes: string[];
  arm(armed?: Armed): void;
}

/** The real gateway in front of a live server on loopback, with one fault armed at a time: no trial, no journal. */
export async function faultyRelay(
  protocol: Protocol,
  upstream: string,
  options: Binding["options"] = {},
): Promise<FaultyRelay> {
  const binding: Binding = { dependency: "dep", url: upstream, options };
  const dependency: Dependency = {
    name: "dep",
    boundary: protocol.boundary,
    protocol: protocol.name,
    url: upstream,
    alsoAt: [],
    env: "DEP",
    dimension: "tools",
    options,
  };
  const bound = { dependency, protocol, binding };
  const calls: Call[] = [];
  const notes: string[] = [];
  let armed: Armed | undefined;
  const router: Router = {
    resolve: (_scope, _dependency, rest) => upstream + rest,
    async route(request, _scope, signal) {
      const call = read(request);
      calls.push(call);
      const asides = asidesOf(call, protocol);
      const forward = async (tool?: string): Promise<Reply> => {
        const meant = tool === undefined ? request : (protocol.toolList?.asTool(request, tool) ?? request);
        return asides.divert({ kind: "raw", wire: await relayed(meant, signal) });
      };
      const fits = armed && (armed.operation === undefined || armed.operation === call.operation);
      const fault = armed && fits ? findFault(armed.fault) : undefined;
      const located = (wire: WireReply): RouteResult => ({
        kind: "reply",
        wire: protocol.relocate?.(call, wire, binding, request.reachedAt ?? upstream) ?? wire,
      });
      if (fault === undefined) return located(await relayed(request, signal));
      const params = fault.params.parse(armed?.with ?? {});
      const context = contextOf(call, signal, fault);
      const answer = fault.inject?.(call, forward, context, params) ?? forward();
      const reply = await asides.before(answer, (given) => wireOf(given, call));
      if (reply.kind === "disconnect") return reply;
      const wire = wireOf(reply, call);
      const body = fault.transmit?.(pieces(wire), call, context, params) ?? wire.body;
      return located({ ...wire, body });
    },
  };

  const relayed = (request: WireRequest, signal: AbortSignal) => liveNetwork(request, bound, signal);
  const read = (request: WireRequest): Call => {
    const known = protocol.recognise(request, binding) !== undefined;
    const draft = known
      ? protocol.decodeCall(request, binding)
      : ({
          operation: `${request.method} ${new URL(request.url).pathname}`,
          payload: { kind: "tool", request: { arguments: {} } },
          stream: false,
        } as const);
    const place = { boundary: protocol.boundary, dependency: "dep", occurrence: 1, attempt: 1 };
    const address = addressOf({ ...place, operation: draft.operation });
    return { ...draft, ...place, protocol: protocol.name, address, trial: "t", performance: "t~p", at: 0 };
  };

  let count = 0;
  const encode = {
    id: (prefix: string) => {
      count += 1;
      return prefix + String(count).padStart(24, "0");
    },
    nowSeconds: 1_795_000_000,
  };
  const wireOf = (reply: Exclude<Reply, { kind: "disconnect" }>, call: Call): WireReply =>
    reply.kind === "raw" ? reply.wire : protocol.encodeReply(call, reply, binding, encode);

  const kept = new Map<Fault, unknown>();
  function contextOf(call: Call, signal: AbortSignal, fault: Fault): FaultContext {
    return {
      chance: chance("relay", String(calls.length)),
      clock: realClock,
      signal,
      protocol,
      binding,
      encode,
      async decode(reply) {
        if (reply.kind === "answer") return reply.payload;
        if (reply.kind !== "raw") return undefined;
        const { bytes } = await collectBody(reply.wire.body);
        const { status, headers } = reply.wire;
        return protocol.decodeReply(call, { status, headers, bytes }, binding);
      },
      state: <T>(create: () => T): T => {
        if (!kept.has(fault)) kept.set(fault, create());
        return kept.get(fault) as T;
      },
      tellQuota: () => {},
      evictPrompts: () => 0,
      at: 0,
      firingSince: 0,
      firings: 1,
      note: (text) => notes.push(`${call.operation}: ${text}`),
      idle: (text) => notes.push(`${call.operation}: idle: ${text}`),
    };
  }

  const gate = await openGateway(router);
  const { DEP: url = "" } = gate.environment({ trial: "t" }, [dependency]);
  return {
    url,
    calls,
    notes,
    arm: (next) => {
      armed = next;
      kept.clear();
    },
    [Symbol.asyncDispose]: () => gate[Symbol.asyncDispose](),
  };
}

async function* pieces({ body, said }: WireReply) {
  yield* said?.() ?? body;
}
