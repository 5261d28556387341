import { wide } from "../testing/fake-live.ts";
import { inject } from "../testing/fake-run.ts";
import { type LiveGateway, openLiveGateway, openServiceAndClient, type ServiceAndClient } from "./live-gateway.ts";

export interface HaltsMeasured {
  /** From the halt until all that was under way, and all that was sent after it, had its answer; ms, one of each try. */
  readonly settled: readonly number[];
  /** Requests sent after a halt, and how many of them were not clean. */
  readonly later: number;
  readonly unclean: number;
  /** Faults that fired over all tries; never none. */
  readonly fired: number;
}

const armed = ["failing", "late", "hanging", "stuck"];
const clients = 12;
const afterwards = 6;

/**
 * Arms faults under load, halts, and looks at what comes later: again and again.
 * @throws {Error} if no fault fired: then nothing was halted, and the figures would mean nothing.
 */
export async function haltUnderLoad(tries: number): Promise<HaltsMeasured> {
  await using ends = await openServiceAndClient();
  await using gateway = await openLiveGateway(ends.direct);
  const settled: number[] = [];
  let later = 0;
  let unclean = 0;
  let fired = 0;
  for (let n = 0; n < tries; n += 1) {
    const one = await halted(gateway, ends, n);
    settled.push(one.ms);
    later += one.later;
    unclean += one.unclean;
    fired += one.fired;
  }
  if (fired === 0) throw new Error(`No fault fired in ${tries} tries: nothing was halted.`);
  return { settled, later, unclean, fired };
}

async function halted({ live, through }: LiveGateway, { ask }: ServiceAndClient, n: number) {
  for (const name of armed) live.arm(inject(name), { ...wide, share: 0.5 }, () => undefined);
  const held = Array.from({ length: clients }, (_, client) => ask(through, client % 3 === 0 ? "stream" : "whole"));
  // At another moment of their calls each time.
  await new Promise((resolve) => setTimeout(resolve, n % 7));
  const began = performance.now();
  const fired = [...live.halt().values()].reduce((sum, one) => sum + one, 0);
  const after = Array.from({ length: afterwards }, (_, client) => ask(through, client % 3 === 0 ? "stream" : "whole"));
  await Promise.all(held);
  const heard = await Promise.all(after);
  const ms = performance.now() - began;
  return { ms, fired, later: heard.length, unclean: heard.filter(({ clean }) => !clean).length };
}
