import { dueBy } from "../gameday/index.ts";
import { type Heard, type LiveGateway, openLiveGateway } from "./live-gateway.ts";

export interface PassThrough {
  /** Median ms of each slice of time, by turns: straight to the service, and through the gateway. */
  readonly straight: readonly number[];
  readonly through: readonly number[];
  readonly asked: number;
  /** Not answered in full, byte for byte. */
  readonly lost: number;
  /** Requests a second that were really sent through the gateway. */
  readonly perSecond: number;
}

const sliceMs = 1000;
/** One in so many is a stream. */
const streams = 5;

/** So many requests a second through a gateway with nothing armed, open loop; each slice has one straight to the service beside it. */
export async function passThrough(rate: number, ms: number): Promise<PassThrough> {
  await using gateway = await openLiveGateway();
  const straight: number[] = [];
  const through: number[] = [];
  let asked = 0;
  let lost = 0;
  let spent = 0;
  // Compiled by then.
  await slice(gateway, gateway.through, rate);
  await slice(gateway, gateway.direct, rate);
  while (spent < ms) {
    const began = performance.now();
    const heard = await slice(gateway, gateway.through, rate);
    spent += performance.now() - began;
    asked += heard.length;
    lost += heard.filter(({ clean }) => !clean).length;
    through.push(medianOf(heard));
    straight.push(medianOf(await slice(gateway, gateway.direct, rate)));
  }
  return { straight, through, asked, lost, perSecond: asked / (spent / 1000) };
}

async function slice({ ask }: LiveGateway, base: string, rate: number): Promise<readonly Heard[]> {
  const under: Promise<Heard>[] = [];
  const began = performance.now();
  for (;;) {
    const passed = performance.now() - began;
    const due = Math.floor(dueBy({ kind: "constant", rate }, Math.min(passed, sliceMs)));
    while (under.length < due) under.push(ask(base, under.length % streams === 0 ? "stream" : "whole"));
    if (passed >= sliceMs) break;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return Promise.all(under);
}

function medianOf(heard: readonly Heard[]): number {
  const sorted = heard.map(({ ms }) => ms).toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
