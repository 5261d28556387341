import { z } from "zod";
import type { Child } from "./child.ts";
import { burstShape, replyShape } from "./children/load-generator.ts";
import type { Pace } from "./figure.ts";
import { answerText, type Kind, textIn } from "./payload.ts";

/** One server that is asked for one kind of answer in one way. */
export interface Lane {
  readonly server: Child;
  readonly kind: Kind;
  readonly http2?: boolean;
  /** No two requests are alike. */
  readonly varied?: boolean;
}
export interface Measured {
  /** Requests a second. */
  readonly perSecond: number[];
  /** Of the server, in microseconds of a core for one request. */
  readonly cpu: number[];
  /** How much of a core the load generator took, in percent: near a hundred it would be what is measured. */
  readonly load: number[];
}

const addressShape = z.object({ port: z.number(), base: z.string() });
export const busyConnections = 16;

/** What the load generator is told. Each time a trial of its own. */
export const addressOf = async ({ server, kind, http2 = false, varied = false }: Lane) => ({
  ...(await server.ask("address", addressShape, kind)),
  kind,
  http2,
  varied,
});

/** Sees that a lane serves the answer that all lanes serve. */
export async function look(load: Child, lane: Lane, name: string): Promise<{ bytes: number; events: number }> {
  const { bytes, text } = await load.ask("look", replyShape, await addressOf(lane));
  if (textIn(text) !== answerText) throw new Error(`The answer of ${name} is not the one that all sides give: ${text}`);
  return { bytes, events: text.split(lane.kind === "binary" ? ":event-type" : "data: ").length - 1 };
}

/**
 * Bursts side by side, round by round. Before the first round each lane is asked so often that its code is compiled: the
 * compiler works for seconds on threads of its own, whose time would count as that of the requests.
 */
export async function underLoad<L extends string>(
  load: Child,
  lanes: Readonly<Record<L, Lane>>,
  pace: Pace,
): Promise<Record<L, Measured>> {
  const names = Object.keys(lanes) as L[];
  const measured = Object.fromEntries(
    names.map((name) => [name, { perSecond: [], cpu: [], load: [] }]),
  ) as unknown as Record<L, Measured>;
  const burst = async ({ server, ...lane }: Lane, ms: number) => {
    const address = await addressOf({ server, ...lane });
    const before = await server.ask("cpu", z.number());
    const loadBefore = await load.ask("cpu", z.number());
    const from = performance.now();
    const { perSecond, served } = await load.ask("burst", burstShape, {
      ...address,
      connections: busyConnections,
      ms,
      warmUpMs: pace.warmUpMs,
    });
    const tookMicros = (performance.now() - from) * 1000;
    return {
      perSecond,
      served,
      cpu: ((await server.ask("cpu", z.number())) - before) / served,
      load: (((await load.ask("cpu", z.number())) - loadBefore) / tookMicros) * 100,
    };
  };
  for (const name of names) {
    const until = performance.now() + pace.compileMs;
    for (let served = 0; served < pace.compileRequests && performance.now() < until; ) {
      served += (await burst(lanes[name], pace.burstMs)).served;
    }
  }
  for (let round = 0; round < pace.rounds; round += 1) {
    // Forth and back: a machine that grows slower in the course of a round does so for all alike.
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const { perSecond, cpu, load: taken } = await burst(lanes[name], pace.burstMs);
      measured[name].perSecond.push(perSecond);
      measured[name].cpu.push(cpu);
      measured[name].load.push(taken);
    }
  }
  return measured;
}
