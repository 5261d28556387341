import { isRecord } from "../shared/json.ts";

/** Nobody: the numbers are reserved for fiction. */
export const foreign = { name: "Orla Fennimore", phone: "+44 1632 960147" } as const;

const email = /e_?-?mail/i;
const phone = /phone|mobile|fax/i;
const telling = /name|address|street|note|comment|description|contact|owner|text|content|body|summary|title|reference/i;

/** A text that says whose record it is, in the form of the field; undefined for a field that does not. */
function foreignText(name: string, canary: string): string | undefined {
  if (email.test(name)) return `${canary.toLowerCase()}@larkfield.example`;
  if (phone.test(name)) return `${foreign.phone} ${canary}`;
  return telling.test(name) ? `${foreign.name}, ${canary}` : undefined;
}

/** A copy of a record in which every field that names somebody names another; undefined if there is no such field. */
function foreignCopy(value: unknown, canary: string): unknown {
  let named = false;
  const copy = (member: unknown, name: string): unknown => {
    if (Array.isArray(member)) return member.map((item) => copy(item, name));
    if (isRecord(member))
      return Object.fromEntries(Object.entries(member).map(([key, inner]) => [key, copy(inner, key)]));
    const text = typeof member === "string" ? foreignText(name, canary) : undefined;
    named ||= text !== undefined;
    return text ?? member;
  };
  const made = copy(value, "");
  return named ? made : undefined;
}

/** A list of records gets one more in front; a single record is another one's. Undefined if nothing in it names anybody. */
export function withForeignRecord(value: unknown, canary: string): unknown {
  if (Array.isArray(value)) {
    const record = isRecord(value[0]) ? foreignCopy(value[0], canary) : undefined;
    return record === undefined ? undefined : [record, ...value];
  }
  if (!isRecord(value)) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const list = Array.isArray(member) ? withForeignRecord(member, canary) : undefined;
    // The lines of an order are no records of their own where the order names somebody.
    if (list !== undefined && foreignCopy({ ...value, [name]: null }, canary) === undefined)
      return { ...value, [name]: list };
  }
  return foreignCopy(value, canary);
}
