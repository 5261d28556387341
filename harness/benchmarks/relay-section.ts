import { z } from "zod";
import { type Child, startChild } from "./child.ts";
import { latencyShape } from "./children/relay-ends.ts";
import { type Figure, figure, type Pace, type Section } from "./figure.ts";
import { spreadOf } from "./statistics.ts";

const what = [
  "relay     the gateway in front of a live service at loopback, faults armed and never due: decode, journal, frames marked as they come",
  "later     from the writing of the first event to its arrival at the client, through the gateway less straight; median of each round, and the 95th percentile of all calls of a round",
  "memory    resident memory of the gateway's process, its peak while it relays a body of this size to a client that reads at once, above what it was before; requests are held whole, since they are decoded",
];
const megabytes = 64;
const types = { bytes: "application/octet-stream", events: "text/event-stream" } as const;

/** What relaying adds to a live service, and what it holds of a long body. */
export async function relaySection(pace: Pace): Promise<Section> {
  await using ends = await startChild("relay-ends");
  await using gateway = await startChild("gateway-relay", ["--expose-gc"]);
  const straight = await ends.ask("upstream", z.string());
  const relayed = await gateway.ask("relay", z.string(), straight);
  return {
    title: "Relay",
    what,
    figures: [await firstByte(ends, [straight, relayed], pace), ...(await memory(ends, gateway, relayed))],
  };
}

async function firstByte(ends: Child, bases: readonly string[], pace: Pace): Promise<Figure> {
  const [straight, relayed, most]: [number[], number[], number[]] = [[], [], []];
  for (let round = 0; round <= pace.rounds; round += 1) {
    const [direct, through] = await ends.ask("first bytes", latencyShape, { bases, calls: pace.calls / 5 });
    if (round === 0 || !direct || !through) continue;
    straight.push(direct.median);
    relayed.push(through.median);
    most.push(through.most);
  }
  const added = spreadOf(relayed.map((value, round) => value - (straight[round] ?? Number.NaN)));
  const from = [
    { who: "straight", value: spreadOf(straight), unit: "ms" },
    { who: "relayed", value: spreadOf(relayed), unit: "ms" },
    { who: "relayed, 95 %", value: spreadOf(most), unit: "ms" },
  ];
  return figure("first byte later through the relay", added, "ms", from, { atMost: 2 });
}

async function memory(ends: Child, gateway: Child, base: string): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const [name, type] of Object.entries(types)) {
    const body = (size: number): Promise<number> => ends.ask("body", z.number(), { base, megabytes: size, type });
    // What is kept of a body for the journal is bounded: a shorter one makes the heap as large as that needs.
    await body(megabytes / 8);
    const before = await gateway.ask("watch", z.number());
    const bytes = await body(megabytes);
    const peak = await gateway.ask("peak", z.number());
    if (bytes < megabytes * 1_000_000) throw new Error(`The relay gave ${bytes} bytes of ${megabytes} MB.`);
    figures.push(
      figure(
        `memory for a body of ${megabytes} MB, ${name}`,
        (peak - before) / 1e6,
        "MB",
        [
          { who: "before", value: spreadOf([before / 1e6]), unit: "MB" },
          { who: "peak", value: spreadOf([peak / 1e6]), unit: "MB" },
        ],
        { atMost: megabytes / 2 },
      ),
    );
  }
  return figures;
}
