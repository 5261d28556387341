import { isIsoDate } from "../shared/duration.ts";
import { isRecord } from "../shared/json.ts";

/**
 * A copy in which, wherever one object has two or more different dates, the earliest and the latest have changed places:
 * delivered before ordered. `told` hears the paths (array positions as `[*]`) of what moved.
 */
export function reverseDates(value: unknown, told: (path: string) => void, path = ""): unknown {
  if (Array.isArray(value)) return value.map((item) => reverseDates(item, told, `${path}[*]`));
  if (!isRecord(value)) return value;
  const at = (name: string): string => (path === "" ? name : `${path}.${name}`);
  const copy = Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, reverseDates(member, told, at(name))]),
  );
  const dates = Object.entries(value)
    .flatMap(([name, member]) => (typeof member === "string" && isIsoDate(member) ? [{ name, text: member }] : []))
    .sort((a, b) => Date.parse(a.text) - Date.parse(b.text));
  const first = dates[0];
  const last = dates.at(-1);
  if (first === undefined || last === undefined || Date.parse(first.text) === Date.parse(last.text)) return copy;
  for (const moved of [first, last]) told(at(moved.name));
  return { ...copy, [first.name]: last.text, [last.name]: first.text };
}
