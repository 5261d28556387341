import { z } from "zod";
import { binaryFigures, binaryWhat } from "./binary-figures.ts";
import { type Child, startAll } from "./child.ts";
import { type Figure, figure, type Pace, type Section } from "./figure.ts";
import type { Kind } from "./payload.ts";
import { quotient, ratioOf, type Spread, spreadOf } from "./statistics.ts";
import { addressOf, busyConnections, type Lane, look, type Measured, underLoad } from "./throughput.ts";

const sides = ["brownout", "aimock", "mockttp", "bare"] as const;
type Side = (typeof sides)[number];

const what = [
  "brownout  gateway of a run: path → trial, OpenAI protocol, selector and trigger of an armed injection that is never due, fixed brain, journal on disk; each burst is a trial",
  "aimock    one fixture, chaos armed at a rate that never comes, in-memory journal, logs silent, as many stream events as ours",
  "mockttp   one rule that reads the request and answers whole or with all events in one piece, since it cannot stream from a rule; before it a rule for a broken connection that never matches; traffic recording off",
  "bare      node:http with the same bytes and nothing else: latency is counted from here",
  "alike     the load asks the same again and again, as retries, both arms of a pair and repeats do, and what was read of it is remembered; where no two requests are alike, each has a number of its own",
  `load      raw keep-alive sockets in a process of their own; requests/s over ${busyConnections} connections; latency (median) over one to each, ten requests at a time in turn`,
];

export async function gatewaySection(pace: Pace): Promise<Section> {
  await using stack = new AsyncDisposableStack();
  const { load, ...servers } = await startAll(
    {
      load: "load-generator",
      brownout: "gateway-brownout",
      aimock: "gateway-aimock",
      mockttp: "gateway-mockttp",
      bare: "gateway-bare",
    },
    stack,
  );
  const figures: Figure[] = [];
  const events: string[] = [];
  for (const kind of ["json", "sse"] as const) {
    const name = kind.toUpperCase();
    const lanes = {
      brownout: { server: servers.brownout, kind },
      aimock: { server: servers.aimock, kind },
      mockttp: { server: servers.mockttp, kind },
      bare: { server: servers.bare, kind },
    };
    for (const side of sides) {
      const seen = await look(load, lanes[side], side);
      if (kind === "sse") events.push(`${side} ${seen.events} events, ${seen.bytes} bytes`);
    }
    figures.push(...throughput(name, await underLoad(load, lanes, pace)));
    if (kind === "json") figures.push(...(await variedFigures(load, lanes, pace)));
    figures.push(...added(name, await oneByOne(load, servers, pace, kind)));
  }
  const binary = await binaryFigures(load, servers, pace);
  for (const side of sides) await servers[side].ask("stop", z.null());
  return {
    title: "Gateway",
    what: [...what, binaryWhat, `streams   ${events.join(" · ")}`, binary.what],
    figures: [...figures, ...binary.figures],
  };
}

/** What is read of a request is remembered for the next that is the same: here none is. */
async function variedFigures(
  load: Child,
  { brownout, aimock }: Readonly<Record<"brownout" | "aimock", Lane>>,
  pace: Pace,
): Promise<Figure[]> {
  const lanes = { brownout: { ...brownout, varied: true }, aimock: { ...aimock, varied: true } };
  const measured = await underLoad(load, lanes, pace);
  const against = (what: keyof Measured) => ratioOf(measured.brownout[what], measured.aimock[what]);
  const from = (what: keyof Measured, unit: string): Figure["from"] =>
    Object.entries(measured).map(([who, values]) => ({ who, value: spreadOf(values[what]), unit }));
  return [
    figure("JSON, no two requests alike, requests/s ÷ aimock", against("perSecond"), "×", from("perSecond", "/s")),
    figure("JSON, no two requests alike, CPU ÷ aimock", against("cpu"), "×", from("cpu", "µs")),
  ];
}

/** Median latencies in microseconds of each round. */
async function oneByOne(
  load: Child,
  servers: Record<Side, Child>,
  pace: Pace,
  kind: Kind,
): Promise<Record<Side, number[]>> {
  const measured: Record<Side, number[]> = { brownout: [], aimock: [], mockttp: [], bare: [] };
  for (let round = 0; round <= pace.rounds; round += 1) {
    const addresses = await Promise.all(sides.map((side) => addressOf({ server: servers[side], kind })));
    const medians = await load.ask("turns", z.array(z.number()), {
      servers: addresses,
      ms: pace.burstMs * 2,
      block: 10,
    });
    if (round > 0) for (const [index, side] of sides.entries()) measured[side].push(medians[index] ?? Number.NaN);
  }
  return measured;
}

const against = (measured: Record<Side, Measured>, what: keyof Measured, other: Side) =>
  ratioOf(measured.brownout[what], measured[other][what]);

function throughput(name: string, measured: Record<Side, Measured>): Figure[] {
  const from = (what: keyof Measured, unit: string): Figure["from"] =>
    sides.map((who) => ({ who, value: spreadOf(measured[who][what]), unit }));
  return [
    figure(`${name} requests/s ÷ aimock`, against(measured, "perSecond", "aimock"), "×", from("perSecond", "/s"), {
      atLeast: 1.5,
    }),
    figure(`${name} requests/s ÷ mockttp`, against(measured, "perSecond", "mockttp"), "×", []),
    figure(`${name} CPU for a request ÷ aimock`, against(measured, "cpu", "aimock"), "×", from("cpu", "µs")),
    figure(
      `${name} load generator, of a core, for brownout`,
      spreadOf(measured.brownout.load),
      "%",
      from("load", "%").filter(({ who }) => who !== "brownout"),
    ),
  ];
}

function added(name: string, measured: Record<Side, number[]>): Figure[] {
  const above = (side: Side): Spread =>
    spreadOf(measured[side].map((value, round) => value - (measured.bare[round] ?? Number.NaN)));
  const from = [
    ...(["brownout", "aimock", "mockttp"] as const).map((who) => ({ who: `${who} +`, value: above(who), unit: "µs" })),
    { who: "bare", value: spreadOf(measured.bare), unit: "µs" },
  ];
  return [
    figure(`${name} added latency ÷ mockttp`, quotient(above("brownout"), above("mockttp")), "×", from, {
      atMost: 0.5,
    }),
    figure(`${name} added latency ÷ aimock`, quotient(above("brownout"), above("aimock")), "×", []),
  ];
}
