import type { CallRecord } from "../domain/events.ts";
import type { Sighting } from "../domain/evidence.ts";
import type { Pair } from "../domain/pair.ts";
import { changesOf, follows, misleads, plural, record, saw, tell } from "./evidence-views.ts";

const complaint =
  /error|invalid|malformed|not valid|unknown|no such|there is no|not found|cannot|could not|unexpected|failed|missing|required|again/i;

/** What became of tool calls that a model wrote with arguments, or a name, that are not as declared. */
export function brokenToolCall(operation: string, struck: readonly CallRecord[], { here, treatment }: Pair): Sighting {
  const { primary } = treatment;
  const ids = new Set(struck.flatMap(toolCallIds));
  const turns = here.own.filter((call) => call.started.boundary === "model");
  const results = turns.flatMap((call) =>
    resultsIn(call)
      .filter(({ callId }) => ids.has(String(callId)))
      .map((result) => ({
        call,
        refused: result.isError === true || complaint.test(String(result.text).slice(0, 400)),
      })),
  );
  const ran = results.filter(({ refused }) => !refused);
  const again = turns.some((call) => struck.some((bad) => follows(call, bad)));
  // Between the broken turn and the next: what ran then ran because of it.
  const changed = struck.flatMap((bad) => {
    const next = turns.find((call) => follows(call, bad));
    return here.own.filter(
      (call) => changesOf(call).length > 0 && follows(call, bad) && (!next || call.started.t < next.started.t),
    );
  });
  const observed = () =>
    [
      ...struck.map((call) => saw(call, "wrote a broken tool call", "end")),
      ...results.map(({ call, refused }) =>
        saw(call, refused ? "is told that the call was refused" : "is given a result"),
      ),
      ...changed.map((call) => saw(call, "made a change")),
    ].sort((a, b) => a.t - b.t);
  const figures = { malformed: struck.length, reachedModel: 0, reachedTools: ran.length };
  const as = (conclusion: Sighting["conclusion"], reason: string) =>
    tell(operation, conclusion, reason, observed, figures);
  if (changed.length > 0) return as("violated", "a change was made on a broken tool call");
  if (ran.length > 0) return as("absent", `${plural(ran.length, "broken tool call")} ran as if it were whole`);
  if (primary.outcome === "crashed") return as("absent", "the task crashed on a broken tool call");
  if (primary.outcome === "hung") return as("cannot-tell", "the task did not come to an end");
  if (misleads(primary)) return as("absent", `the answer is ${primary.outcome} after a broken tool call`);
  if (results.length > 0) return as("present", `${plural(results.length, "broken tool call")} refused with an error`);
  return again || primary.disclosed
    ? as("present", `the broken turn was dropped; the task ended ${primary.outcome}`)
    : as("cannot-tell", "the trace does not show what became of the broken tool call");
}

const toolCallIds = ({ ended }: CallRecord): readonly string[] => {
  const calls = record(ended?.reply).toolCalls;
  return Array.isArray(calls) ? calls.map((call: unknown) => String(record(call).id)) : [];
};

const resultsIn = ({ started }: CallRecord): readonly Readonly<Record<string, unknown>>[] => {
  const messages = record(started.request).new;
  return Array.isArray(messages) ? messages.map(record).filter(({ role }) => role === "tool") : [];
};
