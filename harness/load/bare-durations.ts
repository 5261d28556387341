import type { ZodType } from "zod";
import { bareDuration } from "../domain/duration.ts";
import { durationsIn } from "../domain/durations-in.ts";
import type { Loading } from "./loading.ts";
import { part, type Section } from "./problems.ts";

/** Says which parameters of a fault or probe are durations without a unit. True if there is one. */
export function bareDurations(schema: ZodType, section: Section, loading: Loading): boolean {
  const bare = durationsIn(section.value, (written) => schema.safeParse(written).data).flatMap(({ path, ms }) => {
    const said = bareDuration(ms);
    return said === undefined ? [] : [{ path, said }];
  });
  for (const { path, said } of bare)
    loading.problems.at(part(section, ...path), `"${path.findLast((step) => typeof step === "string")}": ${said}`);
  return bare.length > 0;
}
