import type { Feature } from "../domain/features.ts";
import type { Case } from "./cases.ts";

/** One call at once, and the next when the bucket has filled again: after a second where the provider says so, else after longer than clients try. */
const refill = (announced: boolean): Pick<Case, "with" | "againAfter"> =>
  announced
    ? { with: { requestsPerMinute: 60, burst: 1 / 60 }, againAfter: 1000 }
    : { with: { requestsPerMinute: 12, burst: 1 / 12 }, againAfter: 5000 };

/** What replies say of themselves: for drivers that tell of that, in place of the other cases. Each asks with the same long prompt. */
export function accountCases(features: ReadonlySet<Feature>): readonly Case[] {
  const cases: readonly (Case & { readonly needs?: Feature })[] = [
    { id: "account" },
    { id: "weaker-model", fault: "weaker-model", with: { model: "fallback-small" } },
    { id: "cache:read", calls: 2, needs: "prompt-cache" },
    { id: "cache:evicted", fault: "prompt-cache-eviction", calls: 2, needs: "prompt-cache" },
    {
      id: "quota:refilled",
      fault: "quota",
      calls: 2,
      needs: "failure:throttled",
      ...refill(features.has("announced-wait")),
    },
  ];
  return cases.flatMap(({ needs, ...one }) => (needs === undefined || features.has(needs) ? [one] : []));
}
