import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { mapLeaves } from "../shared/json.ts";
import { listing } from "../shared/sentence.ts";
import { impossibleDate, impossibleNumber, impossibleText, subjects } from "./impossible.ts";
import { reverseDates } from "./reverse-dates.ts";

const params = z.strictObject({
  values: z
    .array(z.enum(subjects))
    .min(1)
    .default([...subjects])
    .describe(
      "Which values: amounts below zero, quantities and durations below zero, dates out of time, periods that end before they start.",
    ),
});

export const impossibleValues = defineFault({
  name: "impossible-values",
  summary:
    "The dependency answers in the right shape with values that cannot be: negative prices, the year 9999, an end before its start.",
  boundaries: withValues,
  params,
  describe: ({ values }) => `impossible ${values.join(", ")}`,
  inject: (_call, forward, context, { values }) =>
    changeValue(forward, context, (value) => {
      const changed: string[] = [];
      const wanted = new Set(values);
      const ordered = wanted.has("periods") ? reverseDates(value, (path) => changed.push(path)) : value;
      const reversed = new Set(changed);
      const to = mapLeaves(ordered, (leaf) => {
        const next =
          typeof leaf.value === "number"
            ? impossibleNumber(leaf.key, leaf.value, wanted)
            : typeof leaf.value === "string" && !reversed.has(leaf.path)
              ? (impossibleDate(leaf.value, wanted, context.chance) ?? impossibleText(leaf.value, wanted))
              : undefined;
        if (next === undefined || next === leaf.value) return leaf.value;
        changed.push(`${leaf.path} = ${JSON.stringify(next)}`);
        return next;
      });
      if (changed.length === 0) return { unchanged: `the answer has no ${values.join(", ")}` };
      return { to, note: `impossible: ${listing(changed)}` };
    }),
});
