import type { Child } from "./child.ts";
import { type Figure, figure, type Pace } from "./figure.ts";
import { ratioOf, spreadOf } from "./statistics.ts";
import { type Lane, look, type Measured, underLoad } from "./throughput.ts";

export const binaryWhat =
  "binary    ConverseStream, application/vnd.amazon.eventstream: both over HTTP/1.1, and ours over HTTP/2 in clear text too, which the SDK speaks by default and aimock does not: that row compares across versions";

/** Binary event streams over both versions of HTTP, against aimock's over HTTP/1.1. */
export async function binaryFigures(
  load: Child,
  { brownout, aimock }: { readonly brownout: Child; readonly aimock: Child },
  pace: Pace,
): Promise<{ figures: Figure[]; what: string }> {
  const lanes = {
    brownout: { server: brownout, kind: "binary" },
    "over HTTP/2": { server: brownout, kind: "binary", http2: true },
    aimock: { server: aimock, kind: "binary" },
  } as const satisfies Record<string, Lane>;
  const seen: string[] = [];
  for (const [name, lane] of Object.entries(lanes)) {
    const { bytes, events } = await look(load, lane, name);
    seen.push(`${name} ${events} events, ${bytes} bytes`);
  }
  const measured = await underLoad(load, lanes, pace);
  const from = (what: keyof Measured, unit: string): Figure["from"] =>
    Object.entries(measured).map(([who, values]) => ({ who, value: spreadOf(values[what]), unit }));
  const against = (who: keyof typeof lanes, what: keyof Measured) =>
    ratioOf(measured[who][what], measured.aimock[what]);
  const aim = { atLeast: 1.5 };
  return {
    what: `binary    ${seen.join(" · ")}`,
    figures: [
      figure("binary requests/s ÷ aimock", against("brownout", "perSecond"), "×", from("perSecond", "/s"), aim),
      figure("binary over HTTP/2, requests/s ÷ aimock's HTTP/1.1", against("over HTTP/2", "perSecond"), "×", []),
      figure("binary CPU for a request ÷ aimock", against("brownout", "cpu"), "×", from("cpu", "µs")),
      figure("binary over HTTP/2, CPU ÷ aimock's HTTP/1.1", against("over HTTP/2", "cpu"), "×", []),
    ],
  };
}
