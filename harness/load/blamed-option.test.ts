import { expect, test } from "vitest";
import { z } from "zod";
import { defineFault } from "../domain/fault.ts";
import { blamed } from "./blamed-option.ts";
import { placeless } from "./source.ts";

const fault = defineFault({
  name: "failing",
  summary: "It fails.",
  boundaries: ["tool"],
  params: z.strictObject({
    status: z.number().default(500),
    kind: z.string().default("server-error"),
    wait: z.number().optional(),
    from: z.enum(["corpus", "hits"]).default("hits"),
  }),
  describe: () => "fails",
  inject: (_call, forward) => forward(),
});
const strict = { ...fault, params: z.strictObject({ status: z.number(), note: z.string().optional() }) };

const asksToWait = { by: (params: unknown) => (params as { wait?: number }).wait !== undefined };
const asksForKind = (word: string) => ({ by: () => true, word });
const never = { by: () => true };

test.each([
  ["the option with the very word", fault, { wait: 1, kind: "region-down" }, asksForKind("region-down"), "with.kind"],
  ["the option without which nothing would be asked", fault, { kind: "x", wait: 1 }, asksToWait, "with.wait"],
  ["the only option, if the fault needs it", strict, { status: 418 }, never, "with.status"],
  ["the options together, if none alone asks", fault, { kind: "x", wait: 1 }, never, "with"],
  ["the options together, if a needed one stands beside others", strict, { status: 418, note: "x" }, never, "with"],
  ["the fault, if no option is written", fault, undefined, never, "inject"],
] as const)("blames %s", (_, asking, given, asked, blames) => {
  const value = { inject: "failing", ...(given === undefined ? {} : { with: given }) };
  const section = { source: placeless("x.ts", "/x.ts", value), path: [], value };
  expect(blamed(asking, section, asked).at.path.join(".")).toBe(blames);
});
