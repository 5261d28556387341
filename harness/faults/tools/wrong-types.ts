import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { chooseShare } from "../shared/choose.ts";
import { isIsoDate } from "../shared/duration.ts";
import { type Leaf, leavesOf, mapLeaves } from "../shared/json.ts";
import { allowedTypes, schemasAt, typeOf } from "../shared/json-schema.ts";
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

/** A value of a type that the declared schema does not allow; undefined if it allows everything here. */
function against(schema: unknown, { path, value }: Leaf): unknown {
  const steps =
    path === "(value)"
      ? []
      : path
          .replaceAll("[*]", ".*")
          .split(".")
          .filter((step) => step !== "");
  const declared = schemasAt(schema, steps)
    .map(allowedTypes)
    .filter((types) => types !== undefined);
  if (declared.length === 0) return undefined;
  const wrong = [wrongType(value), { value }, [value], String(value), null];
  return wrong.find((one) => declared.every((types) => !types.has(typeOf(one))));
}

export const wrongTypes = defineFault({
  name: "wrong-types",
  summary:
    "The dependency answers with the right members but with values of wrong types; types that its declared schema forbids, if it has one.",
  boundaries: withValues,
  params,
  describe: ({ share }) => `${percent(share)} of the values of wrong type`,
  inject: (call, forward, context, { share }) =>
    changeValue(forward, context, (value, status) => {
      const schema = context.protocol.responseSchema?.(call, context.binding, status);
      const all = leavesOf(value);
      const spoilt = all.map((leaf) => (schema === undefined ? wrongType(leaf.value) : against(schema, leaf)));
      const eligible = all.flatMap((_, index) => (spoilt[index] === undefined ? [] : [index]));
      if (eligible.length === 0)
        return { unchanged: all.length === 0 ? "the answer holds no values" : "the schema allows every type here" };
      const picked = chooseShare(context.chance, eligible.length, share);
      const chosen = new Set(eligible.filter((_, position) => picked.has(position)));
      let index = -1;
      const to = mapLeaves(value, (leaf) => {
        index += 1;
        return chosen.has(index) ? spoilt[index] : leaf.value;
      });
      const names = new Set(all.filter((_, i) => chosen.has(i)).map((leaf) => leaf.path));
      const told = schema === undefined ? "wrong types" : "types that the schema forbids";
      return { to, note: `${told}: ${listing([...names])}` };
    }),
});
