import type { Call, Reply } from "../domain/call.ts";
import { chance } from "../domain/chance.ts";
import type { FaultContext } from "../domain/fault.ts";
import type { EncodeContext } from "../domain/protocol.ts";
import type { QuotaState } from "../domain/quota.ts";
import type { Signs } from "../domain/signs.ts";
import { collectBody } from "../domain/wire.ts";
import { type ActiveTrial, type ArmedInjection, pairNames, trialTime } from "./active-trial.ts";
import type { BoundDependency } from "./dependency-table.ts";
import type { LiveFiring } from "./live-reach.ts";

/** What a reply is encoded with; a fault that keeps a quota fills it in. */
export interface TellingContext extends EncodeContext {
  quota?: QuotaState;
}

/**
 * The context of one injection at one call, and the means to say that it fired when it said nothing itself. Until it has
 * fired or is released it holds a place in the blast radius, so that calls at the same time cannot exceed it together.
 */
export function faultContext(
  active: ActiveTrial,
  armed: ArmedInjection,
  call: Call,
  bound: BoundDependency,
  encode: TellingContext,
  signal: AbortSignal,
  connected: boolean,
): { context: FaultContext; fired(): void; hasFired(): boolean; release(): void; live: LiveFiring | undefined } {
  let said = false;
  let wasIdle = false;
  let holding = true;
  active.faultsPending += 1;
  const live = armed.live?.begin(signal);
  const letGo = (): void => {
    if (!holding) return;
    active.faultsPending -= 1;
    live?.letGo();
    holding = false;
  };
  const at = call.at;
  const say = (note: string, signs: Signs = {}): void => {
    // A live one that is off, or whose call is over, has lost its place: another call may have it.
    if (said || live?.off.aborted || (armed.live?.again && !holding)) return;
    letGo();
    said = true;
    active.faultsFired += 1;
    armed.firings += 1;
    armed.lastFired = trialTime(active);
    active.journal({
      type: "fault-fired",
      trial: call.trial,
      performance: call.performance,
      t: armed.lastFired,
      address: call.address,
      injection: armed.injection.id,
      fault: armed.fault.name,
      note,
      ...signs,
    });
    active.planted.add(signs);
    live?.fired(armed.firings);
  };
  armed.firingSince ??= at;
  const corpus = active.corpora.get(call.dependency);
  return {
    fired: () => {
      if (!wasIdle) say(armed.fault.describe(armed.injection.params));
    },
    hasFired: () => said,
    release: () => {
      letGo();
      live?.over();
    },
    live,
    context: {
      chance: chance(pairNames(active, call).join("/"), armed.injection.id),
      clock: active.clock,
      signal: live?.signal ?? signal,
      protocol: bound.protocol,
      binding: bound.binding,
      encode,
      ...(corpus ? { corpus } : {}),
      ...(connected ? { connected } : {}),
      ...(active.restartTarget ? { restartTarget: active.restartTarget } : {}),
      decode: (reply) => decodeAnswer(reply, call, bound),
      tellQuota: (state) => {
        encode.quota = state;
      },
      evictPrompts: () => active.promptsOf(call.performance, call.dependency).evict(),
      state: <T>(create: () => T): T => {
        if (!("value" in armed.kept)) armed.kept.value = create();
        return armed.kept.value as T;
      },
      at,
      firingSince: armed.firingSince,
      firings: armed.firings + 1,
      note: say,
      idle: (reason) => {
        wasIdle = true;
        if (!live) letGo();
        if (armed.toldIdle || armed.firings > 0) return;
        armed.toldIdle = true;
        active.journal({
          type: "fault-idle",
          trial: call.trial,
          performance: call.performance,
          t: trialTime(active),
          address: call.address,
          injection: armed.injection.id,
          reason,
        });
      },
    },
  };
}

/** The canonical answer in a reply; relayed bytes are decoded by the protocol. */
async function decodeAnswer(reply: Reply, call: Call, bound: BoundDependency): ReturnType<FaultContext["decode"]> {
  if (reply.kind === "answer") return reply.payload;
  if (reply.kind !== "raw") return undefined;
  const { bytes, ending } = await collectBody(reply.wire.body);
  if (ending !== "complete") return undefined;
  const { status, headers } = reply.wire;
  return bound.protocol.decodeReply(call, { status, headers, bytes }, bound.binding);
}
