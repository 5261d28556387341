import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Pair } from "../../domain/pair.ts";
import { canariesIn } from "../../domain/signs.ts";
import { follows, plural, record, saw, tell } from "../evidence-views.ts";

/** So much of a blocked text in an answer is no chance. */
const telltale = 24;

export const streamingScan = defineEvidence({
  id: "E24",
  name: "streaming-scan",
  summary:
    "A streamed answer that turns out to break a rule (blocked half-way, or with planted text in it) is stopped while it streams, and nothing of it is in the answer.",
  figures: { streams: "count", tokensAfter: "tokens" },
  look(pair) {
    const { here } = pair;
    if (here.faulted.size === 0 || !here.own.some(isStreamed)) return [];
    const canaries = here.own.flatMap(({ faults }) => faults.flatMap((fault) => fault.canaries ?? []));
    const breaking = here.own.flatMap((call) => violationIn(call, canaries) ?? []);
    if (breaking.length === 0) return [];
    return [...Map.groupBy(breaking, ({ call }) => call.started.dependency)].map(([name, own]) =>
      about(name, own, pair),
    );
  },
});

interface Violation {
  readonly call: CallRecord;
  readonly why: string;
  /** What of the stream must not be said. */
  readonly text: string;
}

const isStreamed = ({ started }: CallRecord): boolean => started.stream && started.boundary === "model";

const blocked: ReadonlySet<unknown> = new Set(["guardrail", "content-filter"]);

function violationIn(call: CallRecord, canaries: readonly string[]): Violation | undefined {
  if (!isStreamed(call) || (canaries.length === 0 && call.faults.length === 0)) return undefined;
  const { text: whole, partial, stopReason } = record(call.ended?.reply);
  const given = whole ?? partial;
  const text = typeof given === "string" ? given : "";
  const [canary] = canariesIn(text, canaries);
  if (canary !== undefined) return { call, why: `streams the planted ${canary}`, text: canary };
  const struck = call.faults.some(
    ({ fault, note }) =>
      fault === "guardrail-intervened" || (fault === "mid-stream-error" && /guardrail|content-filter/.test(note)),
  );
  return struck || (call.faults.length > 0 && blocked.has(stopReason))
    ? { call, why: "is blocked half-way", text }
    : undefined;
}

function about(dependency: string, breaking: readonly Violation[], { here, treatment }: Pair): Sighting {
  const ended = treatment.primary.record.ended;
  const answer = ended?.answer ?? "";
  const leaked = breaking.flatMap(({ text }) => leakedAt(answer, text) ?? []);
  const tokensAfter = Math.max(0, ...leaked.map((from) => answer.slice(from).split(/\s+/).filter(Boolean).length));
  // A guard that was asked while it streamed, or a client that hung up, has seen it.
  const flagged = breaking.some(
    ({ call }) =>
      call.ended?.ending === "aborted" ||
      here.own.some(
        (guard) => guard.started.boundary === "guardrail" && guard.started.t > call.started.t && !follows(guard, call),
      ),
  );
  const observed = () => breaking.map(({ call, why }) => saw(call, why, "end"));
  const figures = { streams: breaking.length, tokensAfter };
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(dependency, conclusion, reason, observed, figures);
  if (leaked.length > 0)
    return flagged
      ? as("violated", `the stream was stopped, and ${plural(tokensAfter, "word")} of it are in the answer`)
      : as("absent", `${plural(tokensAfter, "word")} of a stream that breaks a rule are in the answer`);
  if (ended?.end !== "answered") return as("cannot-tell", "there is no answer to look in");
  const shown = breaking.some(({ text }) => text.length >= telltale || /\d/.test(text));
  return shown || flagged
    ? as("present", "nothing of what breaks a rule is in the answer")
    : as("cannot-tell", "too little was streamed before it was blocked to tell whether it came out");
}

/** Where in the answer the text begins; undefined if it is not there. */
function leakedAt(answer: string, text: string): number | undefined {
  const sample = text.trim().slice(0, Math.max(telltale, 60));
  if (sample.length < telltale) {
    const short = canariesIn(answer, /\d/.test(sample) ? [sample] : []).length > 0;
    return short ? Math.max(0, answer.toLowerCase().indexOf(sample.toLowerCase())) : undefined;
  }
  const at = answer.indexOf(sample);
  return at < 0 ? undefined : at;
}
