import type { Feature } from "../domain/features.ts";
import type { Case } from "./cases.ts";

/** The call that the stand-in for a model makes of clients that offer it its tool. */
export const madeCall = { name: "weigh", arguments: { parcel: "P-7", grams: 1200 } } as const;

type Spoiling = "truncated" | "invalid-json" | "wrong-types" | "output-limit";
const spoilt = (how: Spoiling): Case => ({
  id: `tool-arguments:${how}`,
  fault: "malformed-tool-arguments",
  with: { how },
});

/** What can be wrong with a call that a model makes: for drivers that offer a tool, in place of the other cases. */
export function toolCases(features: ReadonlySet<Feature>): readonly Case[] {
  return [
    { id: "tool-call" },
    spoilt("truncated"),
    spoilt("invalid-json"),
    spoilt("wrong-types"),
    ...(features.has("stop:length") ? [spoilt("output-limit")] : []),
    { id: "unknown-tool", fault: "unknown-tool", with: { name: "lookup_account_details" } },
  ];
}
