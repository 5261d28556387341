import { z } from "zod";
import { startAll } from "./child.ts";
import { type Figure, figure, type Pace, type Section } from "./figure.ts";
import { quotient, ratioOf, type Spread, spreadOf } from "./statistics.ts";

const sides = ["brownout", "msw", "stub"] as const;
type Side = (typeof sides)[number];

const what = [
  "brownout  patched fetch → router → OpenAI protocol → armed injection that is never due → fixed brain; journal on disk",
  "msw       stock setupServer, one handler that reads the body and gives the same answer",
  "stub      a fetch that answers at once: the client's own cost, which is in the other two as well",
  "calls     one after another on one thread, body read to the end; by bare fetch, which the aim is for, and by the openai SDK, whose own work is on both sides",
];

export async function inProcessSection(pace: Pace): Promise<Section> {
  await using stack = new AsyncDisposableStack();
  const children = await startAll({ brownout: "calls-brownout", msw: "calls-msw", stub: "calls-stub" }, stack);
  const figures: Figure[] = [];
  for (const client of ["fetch", "sdk"] as const) {
    for (const stream of [false, true]) {
      const measured: Record<Side, number[]> = { brownout: [], msw: [], stub: [] };
      for (let round = 0; round <= pace.rounds; round += 1) {
        for (const side of sides) {
          const micros = await children[side].ask("calls", z.number(), { client, stream, calls: pace.calls });
          if (round > 0) measured[side].push(micros);
        }
      }
      const from = sides.map((who) => ({ who, value: spreadOf(measured[who]), unit: "µs" }));
      const above = (side: Side): Spread =>
        spreadOf(measured[side].map((value, round) => value - (measured.stub[round] ?? Number.NaN)));
      const name = `${client === "sdk" ? "openai SDK" : "fetch"}, ${stream ? "SSE" : "JSON"}`;
      // The SDK's own work is most of such a call on both sides: what is left above it says more than the whole.
      const aim = client === "fetch" ? [{ atLeast: 5 }] : [];
      figures.push(
        figure(`${name}: MSW's cost of a call ÷ ours`, ratioOf(measured.msw, measured.brownout), "×", from, ...aim),
        figure(`${name}: the same above the stub`, quotient(above("msw"), above("brownout")), "×", []),
      );
    }
  }
  for (const side of sides) await children[side].ask("stop", z.null());
  return { title: "In process", what, figures };
}
