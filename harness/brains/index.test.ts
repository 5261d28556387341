import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Call } from "../domain/call.ts";
import { chance } from "../domain/chance.ts";
import { brains } from "./index.ts";

const task = {
  id: "t",
  file: "f",
  tags: [],
  prompt: "p",
  input: {},
  expect: { facts: [], forbids: [], effects: [], claims: [] },
};
const ask = { model: "m", system: "s", messages: [{ role: "user" as const, text: "hi" }], tools: [], stream: false };

describe.each(Object.entries(brains))("brain %s", (_, brain) => {
  it("answers a task that it knows nothing of, with text and usage, and keeps no state between turns", async () => {
    const context = { task, chance: chance(1), id: (prefix: string) => `${prefix}1` };
    const first = await brain.turn(ask, {} as Call, context);
    expect(first.text).not.toBe("");
    expect(first.usage?.outputTokens).toBeGreaterThan(0);
    expect(await brain.turn(ask, {} as Call, context)).toEqual(first);
  });
});

it("lists every file of the room that makes a brain", () => {
  const folder = new URL(".", import.meta.url);
  const makers = readdirSync(folder).filter(
    (file) => !/test|index/.test(file) && /\): Brain\b|: Brain =/.test(readFileSync(new URL(file, folder), "utf8")),
  );
  const index = readFileSync(new URL("index.ts", folder), "utf8");
  expect(makers).toContain("script.ts");
  for (const file of makers) expect(index).toContain(`"./${file}"`);
  expect(new Set(Object.values(brains).map((brain) => brain.name)).size).toBe(Object.keys(brains).length);
});
