import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { InvalidInput } from "../domain/diagnostic.ts";
import { loadExperiments } from "./index.ts";
import type { Files } from "./testing/project.ts";
import { project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

/** Whatever is in the files: they load, or `InvalidInput` says at least one thing. */
async function loadsOrExplains(files: Files): Promise<void> {
  await using at = await project(files);
  try {
    expect((await loadExperiments(["experiments"], registry, at)).length).toBeGreaterThan(0);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    expect(error.diagnostics.length).toBeGreaterThan(0);
    for (const { message, line, column } of error.diagnostics) {
      expect(message).toMatch(/\S/);
      expect(message).not.toContain("\u0000");
      expect(line ?? 1).toBeGreaterThan(0);
      expect(column ?? 1).toBeGreaterThan(0);
    }
  }
}

const files = Object.keys(valid).filter((file): file is keyof typeof valid => file.endsWith(".yaml"));
const file = fc.constantFrom(...files);
const chance = fc.double({ min: 0, max: 0.999, noNaN: true });

describe("loading never throws anything but InvalidInput", () => {
  test("when text is cut out of a file and other text put in", async () => {
    const text = fc.oneof(
      fc.constantFrom(
        "\t",
        "\n",
        ":",
        "- ",
        "{",
        "}",
        "[",
        "*a",
        "&a ",
        "!x ",
        "? ",
        "'",
        '"',
        "<<: ",
        "---\n",
        "|\n",
        `\${matrix.x}`,
        "__proto__: 1\n",
        "constructor: 1\n",
      ),
      fc.string({ maxLength: 4 }),
    );
    await fc.assert(
      fc.asyncProperty(file, chance, fc.nat(12), text, async (name, at, length, inserted) => {
        const before = valid[name];
        const start = Math.floor(at * before.length);
        await loadsOrExplains({ ...valid, [name]: before.slice(0, start) + inserted + before.slice(start + length) });
      }),
      { numRuns: 120 },
    );
  });

  test("when lines of a file are shuffled", async () => {
    const shuffled = file.chain((name) => {
      const lines = valid[name].split("\n");
      return fc
        .shuffledSubarray(lines, { minLength: 1, maxLength: lines.length })
        .map((some) => [name, some.join("\n")] as const);
    });
    await fc.assert(
      fc.asyncProperty(shuffled, ([name, text]) => loadsOrExplains({ ...valid, [name]: text })),
      { numRuns: 60 },
    );
  });

  test("when a value somewhere is another one", async () => {
    const value = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        true,
        0,
        -1,
        1.5,
        1e300,
        "",
        "x",
        "*",
        "1s",
        [],
        {},
        [[]],
        [null],
        { a: null },
        { from: [] },
        { id: 1 },
      ),
      fc.jsonValue({ maxDepth: 2 }),
    );
    await fc.assert(
      fc.asyncProperty(file, chance, value, async (name, at, other) => {
        const whole: unknown = parse(valid[name]);
        const places = placesIn(whole);
        const place = places[Math.floor(at * places.length)] ?? [];
        await loadsOrExplains({ ...valid, [name]: stringify(replaced(whole, place, other)) });
      }),
      { numRuns: 150 },
    );
  });
});

type Place = readonly (string | number)[];

const placesIn = (value: unknown, path: Place = []): readonly Place[] => {
  if (typeof value !== "object" || value === null) return [path];
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...entries.flatMap(([key, inner]) => placesIn(inner, [...path, key]))];
};

function replaced(value: unknown, [key, ...rest]: Place, other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value)) return value.map((inner, index) => (index === key ? replaced(inner, rest, other) : inner));
  if (typeof value !== "object" || value === null) return other;
  return { ...value, [key]: replaced(Reflect.get(value, key), rest, other) };
}
