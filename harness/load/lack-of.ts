import { type Feature, featuresOf, usualStops } from "../domain/features.ts";
import type { Protocol } from "../domain/protocol.ts";
import type { FailureKind } from "../domain/vocabulary.ts";
import { nearestFailure } from "./nearest-failure.ts";
import { listed } from "./suggest.ts";

/** What a protocol lacks for a fault, and the nearest that it has: `has no "region-down" failure. The nearest …`; undefined = nothing. */
export function lackOf(protocol: Protocol, wanted: Feature): string | undefined {
  if (featuresOf(protocol).has(wanted)) return undefined;
  const [what = "", kind = ""] = wanted.split(":");
  if (ofStreams.has(what) && protocol.split === undefined) return missing["stream"];
  switch (what) {
    case "failure":
      return `has no "${kind}" failure.${nearest(kind, protocol.failures)}`;
    case "in-stream":
      if (!protocol.midStream)
        return `reports no errors inside a stream. Use "cut-stream" or "stalled-stream" instead.`;
      return `does not report "${kind}" inside a stream.${nearest(kind, protocol.midStream.failures)}${before(kind, protocol.failures)}`;
    case "hollow":
      return hollowLack(kind, protocol.hollow?.kinds ?? []);
    case "stop":
      return `has no stop reason "${kind}".${choice(protocol.stopReasons ?? usualStops)}`;
    case "keep-alive":
      return `has no keep-alive inside a stream. Stall in silence${protocol.midStream?.emptyDelta ? ", or behind empty deltas" : ""}.`;
    default:
      return missing[what] ?? `has no "${wanted}".`;
  }
}

/** What only a stream can show: without streams nothing else needs to be said. */
const ofStreams: ReadonlySet<string> = new Set(["in-stream", "keep-alive", "empty-delta", "checksum"]);

const missing: Readonly<Record<string, string>> = {
  stream: "has no streams.",
  "announced-wait": 'never says how long to wait. Leave out "retryAfter".',
  "partial-answer": "cannot say that not everything was searched: leave out the announcement.",
  "empty-delta": "has no event that carries nothing. Stall in silence.",
  checksum: "has no checksums. Use how: noise.",
  "prompt-cache": "reports no prompt cache.",
  "response-id": "has no response id.",
};

/** The nearest in meaning, or all there are to choose from where none means anything like it. */
function nearest(kind: string, has: readonly FailureKind[]): string {
  const near = nearestFailure(kind as FailureKind, has);
  return near === undefined ? choice(has) : ` The nearest that it has is "${near}".`;
}

/** Most refusals come before a stream does. */
const before = (kind: string, has: readonly string[]): string =>
  has.includes(kind) ? ` "failure" with kind: ${kind} comes before the stream.` : "";

const choice = (has: readonly string[]): string => (has.length === 0 ? "" : ` It has ${listed(has)}.`);

const hollowLack = (kind: string, has: readonly string[]): string =>
  `has no reply that is hollow by "${kind}".${choice(has)}`;
