import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { chooseShare } from "../shared/choose.ts";
import { isIsoDate } from "../shared/duration.ts";
import { leavesOf, mapLeaves } from "../shared/json.ts";
import { listing, percent } from "../shared/sentence.ts";

const params = z.strictObject({
  share: z.number().gt(0).max(1).default(0.5).describe("Share of the values that get a wrong type, chosen by chance."),
});

/** The wrong types that hand-written back ends really send: quoted numbers, epoch dates, wrapped strings. */
function wrongType(value: unknown): unknown {
  if (typeof value === "number") return String(value);
  if (typeof value === "boolean") return String(value);
  if (typeof value !== "string") return [];
  return isIsoDate(value) ? Date.parse(value) / 1000 : { value };
}

export const wrongTypes = defineFault({
  name: "wrong-types",
  summary: "The dependency answers with the right members but with values of wrong types.",
  boundaries: withValues,
  params,
  describe: ({ share }) => `${percent(share)} of the values of wrong type`,
  inject: (_call, forward, context, { share }) =>
    changeValue(forward, context, (value) => {
      const leaves = leavesOf(value);
      if (leaves.length === 0) return { unchanged: "the answer holds no values" };
      const chosen = chooseShare(context.chance, leaves.length, share);
      let index = -1;
      const to = mapLeaves(value, (leaf) => {
        index += 1;
        return chosen.has(index) ? wrongType(leaf.value) : leaf.value;
      });
      const names = new Set(leaves.filter((_, i) => chosen.has(i)).map((leaf) => leaf.path));
      return { to, note: `wrong types: ${listing([...names])}` };
    }),
});
