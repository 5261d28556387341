import { failedVisibly } from "../../domain/attempts.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { changesOf, fate, follows, operationOf, plural, record, saw, tell } from "../evidence-views.ts";

export const idempotency = defineEvidence({
  id: "E15",
  name: "idempotency",
  summary:
    "A change that is sent more than once, or whose reply was lost, is made once: the same key goes with every sending, or the agent reads back before it sends again.",
  figures: { sendings: "count", changes: "count", keys: "count" },
  look({ here, usual }) {
    const changing = new Set<string>();
    for (const calls of [here.calls, usual.calls])
      for (const call of calls) if (call.ended?.effects && changesOf(call).length > 0) changing.add(operationOf(call));
    if (changing.size === 0) return [];
    return here.byOperation.flatMap((sent) => {
      const [first] = sent;
      return first && changing.has(operationOf(first))
        ? about(operationOf(first), sent, here.calls, usual.byOperation)
        : [];
    });
  },
});

function about(
  operation: string,
  sent: readonly CallRecord[],
  calls: readonly CallRecord[],
  usual: readonly (readonly CallRecord[])[],
): readonly Sighting[] {
  const twin = usual.find(([call]) => call && operationOf(call) === operation && taskOf(call) === taskOf(sent[0]));
  const keys = new Set(sent.flatMap((call) => keyOf(call) ?? []));
  const made = sent.flatMap(changesOf);
  const figures = { sendings: sent.length, changes: made.length, keys: keys.size };
  const observed = () => sent.map((call) => saw(call, `${fate(call)}; ${plural(changesOf(call).length, "change")}`));
  const as = (conclusion: Sighting["conclusion"], reason: string) => [
    tell(operation, conclusion, reason, observed, figures),
  ];
  if (repeats(made) > repeats((twin ?? []).flatMap(changesOf))) {
    const keyed = sent.filter((call) => changesOf(call).length > 0).every((call) => keyOf(call) !== undefined);
    return keyed
      ? as("violated", `the same change ${made.length} times, in spite of ${plural(keys.size, "key")}`)
      : as("absent", `the same change ${made.length} times in ${plural(sent.length, "sending")} without a key`);
  }
  const same = sent.filter((call) => call.started.fingerprint === sent[0]?.started.fingerprint);
  const committed = sent.find((call) => changesOf(call).length > 0);
  const resent = committed !== undefined && same.some((call) => follows(call, committed));
  if (resent) return as("present", `sent ${same.length} times and made once`);
  if (same.length > 1 && keys.size === 1 && same.every((call) => keyOf(call) !== undefined))
    return as("present", `sent ${same.length} times under one key`);
  if (committed && failedVisibly(committed)) {
    const back = calls.find(
      (call) =>
        call.started.performance === committed.started.performance &&
        call.started.dependency === committed.started.dependency &&
        operationOf(call) !== operation &&
        call.started.t > committed.started.t,
    );
    return back
      ? as("present", "the reply was lost, and the agent read back in place of sending again")
      : as("cannot-tell", "the reply was lost, and the change was not sent again");
  }
  return sent.some(({ faults }) => faults.length > 0) ? as("cannot-tell", "nothing called for sending it again") : [];
}

const keyOf = ({ started }: CallRecord): string | undefined => {
  const key = record(started.request).idempotencyKey;
  return typeof key === "string" && key !== "" ? key : undefined;
};

const taskOf = (call: CallRecord | undefined): string =>
  call?.started.performance.slice(call.started.performance.lastIndexOf("~") + 1) ?? "";

/** Changes beyond the first of each kind and values. */
const repeats = (made: readonly unknown[]): number =>
  made.length - new Set(made.map((one) => JSON.stringify(one))).size;
