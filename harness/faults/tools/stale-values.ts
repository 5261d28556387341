import { z } from "zod";
import type { Call } from "../../domain/call.ts";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { dateBefore, duration, formatAge, isIsoDate } from "../shared/duration.ts";
import { mapLeaves, stableJson } from "../shared/json.ts";
import { count } from "../shared/sentence.ts";

const params = z.strictObject({
  age: duration().prefault("30d").describe("How far the dates in an answer are moved back."),
});

/** What asks for the same thing: only reading the same thing again may be answered from memory. */
function readKey(call: Call): string | undefined {
  if (call.payload.kind !== "tool") return undefined;
  const { method, path, arguments: given } = call.payload.request;
  if (method !== undefined && !/^(get|head)$/i.test(method)) return undefined;
  return stableJson([call.performance, call.operation, path ?? null, given]);
}

export const staleValues = defineFault({
  name: "stale-values",
  summary:
    "The dependency answers from the past: dates are old, and reading again gives the first answer even if things have changed.",
  boundaries: withValues,
  params,
  describe: ({ age }) => `values ${formatAge(age)} old, later reads repeat the first answer`,
  inject: (call, forward, context, { age }) =>
    changeValue(forward, context, (value) => {
      const memory = context.state(() => new Map<string, unknown>());
      const key = readKey(call);
      const known = key !== undefined && memory.has(key);
      const first = known ? memory.get(key) : value;
      if (key !== undefined && !known) memory.set(key, value);
      const repeated = known && stableJson(first) !== stableJson(value);
      let dates = 0;
      const to = mapLeaves(first, (leaf) => {
        if (typeof leaf.value !== "string" || !isIsoDate(leaf.value)) return leaf.value;
        dates += 1;
        return dateBefore(leaf.value, age);
      });
      if (!repeated && (dates === 0 || age === 0))
        return { unchanged: "the answer has no dates and nothing has changed since" };
      const moved = `${count(dates, "date")} moved back by ${formatAge(age)}`;
      return { to, note: repeated ? `the first answer to this request again; ${moved}` : moved };
    }),
});
