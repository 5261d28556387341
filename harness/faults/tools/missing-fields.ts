import { z } from "zod";
import { shuffle } from "../../domain/chance.ts";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { isRecord } from "../shared/json.ts";
import { requiredMembers } from "../shared/json-schema.ts";
import { listing } from "../shared/sentence.ts";

const params = z.strictObject({
  fields: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe(
      "Members to leave out wherever they stand: `total` or a dotted path, `order.total`; chance chooses by default.",
    ),
  count: z.int().min(1).default(1).describe("How many members chance leaves out, when `fields` does not name them."),
});

/** Every member of a JSON value by path; positions in arrays are not part of it. */
function membersOf(value: unknown, path: string, into: Set<string>): Set<string> {
  if (Array.isArray(value)) for (const item of value) membersOf(item, path, into);
  if (!isRecord(value)) return into;
  for (const [name, member] of Object.entries(value)) {
    const here = path === "" ? name : `${path}.${name}`;
    into.add(here);
    membersOf(member, here, into);
  }
  return into;
}

function without(value: unknown, path: string, gone: (path: string) => boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => without(item, path, gone));
  if (!isRecord(value)) return value;
  const kept = Object.entries(value)
    .map(([name, member]) => ({ name, member, here: path === "" ? name : `${path}.${name}` }))
    .filter(({ here }) => !gone(here));
  return Object.fromEntries(kept.map(({ name, member, here }) => [name, without(member, here, gone)]));
}

export const missingFields = defineFault({
  name: "missing-fields",
  summary:
    "The dependency answers without some of the members that it always had; ones that its declared schema requires, if it has one.",
  boundaries: withValues,
  params,
  describe: ({ fields, count }) => (fields === undefined ? `${count} members missing` : `without ${listing(fields)}`),
  inject: (call, forward, context, { fields, count }) =>
    changeValue(forward, context, (value, status) => {
      const schema = context.protocol.responseSchema?.(call, context.binding, status);
      const required = fields === undefined ? requiredMembers(schema, value) : [];
      const members = required.length > 0 ? required : [...membersOf(value, "", new Set())];
      const chosen =
        fields === undefined
          ? shuffle(context.chance, members).slice(0, count)
          : members.filter((path) => fields.some((field) => path === field || path.endsWith(`.${field}`)));
      if (chosen.length === 0) {
        return { unchanged: fields === undefined ? "the answer has no members" : `no member ${listing(fields)}` };
      }
      return {
        to: without(value, "", (path) => chosen.includes(path)),
        note: `left out${required.length > 0 ? ", though required" : ""}: ${listing(chosen)}`,
      };
    }),
});
