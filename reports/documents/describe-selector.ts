import type { Selector } from "../../harness/domain/experiment.ts";
import { cleanLine } from "../text/clean.ts";

const listed = (words: readonly string[]): string =>
  words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} and ${words.at(-1)}`;

/** `request.arguments.order_id is "TG-1001"`, several joined with `and`. */
export const describeWhere = (where: Readonly<Record<string, unknown>>): string =>
  listed(Object.entries(where).map(([path, value]) => `${path} is ${JSON.stringify(value) ?? String(value)}`));

/** Which calls, in words: `create_refund of orders`, `every model`, `claude`, `search of policies where …`. */
export function describeSelector({ boundary, dependencies, operations, where }: Selector): string {
  const all = dependencies.length === 0 || dependencies.includes("*");
  const whose = all ? `every ${boundary}` : listed(dependencies);
  const what = operations === undefined || operations.length === 0 ? whose : `${listed(operations)} of ${whose}`;
  const condition = where === undefined || Object.keys(where).length === 0 ? "" : ` where ${describeWhere(where)}`;
  return cleanLine(what + condition);
}
