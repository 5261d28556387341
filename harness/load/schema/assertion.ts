import { z } from "zod";
import { nearest } from "../../domain/nearest.ts";
import { assertionTypes } from "./assertion-types.ts";

const types: ReadonlySet<string> = new Set(assertionTypes.flatMap((type) => [type, `not-${type}`]));

const typeOf = (all: ReadonlySet<string>) =>
  z.string().superRefine((written, context) => {
    if (all.has(written)) return;
    const meant = nearest(written, [...all]);
    context.addIssue({
      code: "custom",
      message: `must be an assertion type of promptfoo${meant === undefined ? "" : ` (did you mean "${meant}"?)`}`,
    });
  });

const single = z.looseObject({
  type: typeOf(types).describe("The assertion's type in promptfoo, with `not-` before it for the opposite."),
});

/** One assertion of promptfoo, or a set of them; its further fields are promptfoo's business. */
export const assertionSchema = z
  .looseObject({
    type: typeOf(new Set([...types, "assert-set"])).describe(
      "The assertion's type in promptfoo, with `not-` before it for the opposite; or `assert-set`.",
    ),
    assert: z.array(single).min(1).optional().describe("The assertions of an `assert-set`."),
  })
  .refine(({ type, assert }) => (type === "assert-set") === (assert !== undefined), {
    path: ["assert"],
    message: 'belongs to an "assert-set", and an "assert-set" must have it',
  })
  .describe("An assertion as promptfoo has it, for example { type: contains-any, value: [a, b] }.");
