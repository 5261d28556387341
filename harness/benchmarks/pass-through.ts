import { z } from "zod";
import { dueBy } from "../gameday/index.ts";
import { startChild } from "./child.ts";
import { type Heard, openServiceAndClient, type ServiceAndClient } from "./live-gateway.ts";

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
  await using ends = await openServiceAndClient();
  await using gateway = await startChild("gateway-live");
  const behind = await gateway.ask("open", z.string(), ends.direct);
  const straight: number[] = [];
  const through: number[] = [];
  let asked = 0;
  let lost = 0;
  let spent = 0;
  // Compiled by then.
  await slice(ends, behind, rate);
  await slice(ends, ends.direct, rate);
  while (spent < ms) {
    const began = performance.now();
    const heard = await slice(ends, behind, rate);
    spent += performance.now() - began;
    asked += heard.length;
    lost += heard.filter(({ clean }) => !clean).length;
    through.push(medianOf(heard));
    straight.push(medianOf(await slice(ends, ends.direct, rate)));
  }
  return { straight, through, asked, lost, perSecond: asked / (spent / 1000) };
}

async function slice({ ask }: ServiceAndClient, base: string, rate: number): Promise<readonly Heard[]> {
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
