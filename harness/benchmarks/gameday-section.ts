import { type Figure, figure, type Pace, type Section } from "./figure.ts";
import { haltUnderLoad } from "./halt-under-load.ts";
import { passThrough } from "./pass-through.ts";
import { spreadOf } from "./statistics.ts";

const rate = 500;
const what = [
  "pass-through  the gateway of a game day with nothing armed, before a service on loopback; open loop, one request in five a stream; the gateway in a process of its own, clients and service in another",
  "added         median of each second through the gateway, less that of a second straight to the service beside it",
  "halt          faults that fail, wait, hang and hold streams, each at half of the calls; then halt, and at once more requests: ms until the last of all of them has its answer",
];

/** What a game day costs while nothing is armed, and how soon traffic is clean. */
export async function gamedaySection(pace: Pace): Promise<Section> {
  const long = pace.rounds > 3;
  const passed = await passThrough(rate, long ? 300_000 : 6000);
  const added = spreadOf(passed.through.map((ms, at) => ms - (passed.straight[at] ?? Number.NaN)));
  const halts = await haltUnderLoad(long ? 1000 : 60);
  const sorted = halts.settled.toSorted((a, b) => a - b);
  const p99 = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * 0.99) - 1)] ?? Number.NaN;
  const counted = (who: string, value: number, unit = ""): Figure["from"][number] => ({
    who,
    value: spreadOf([value]),
    unit,
  });
  return {
    title: "Game days",
    what,
    figures: [
      figure(
        "added latency with nothing armed",
        added,
        "ms",
        [
          { who: "straight", value: spreadOf(passed.straight), unit: "ms" },
          { who: "through", value: spreadOf(passed.through), unit: "ms" },
          counted("sent", passed.perSecond, "/s"),
        ],
        { atMost: 1 },
      ),
      figure("requests lost", passed.lost, "", [counted("of", passed.asked)], { atMost: 0 }),
      figure("halt until all is clean, 99th percentile", p99, "ms", [counted("tries", halts.settled.length)], {
        atMost: 100,
      }),
      figure(
        "requests after a halt that were not clean",
        halts.unclean,
        "",
        [counted("of", halts.later), counted("faults fired", halts.fired)],
        { atMost: 0 },
      ),
    ],
  };
}
