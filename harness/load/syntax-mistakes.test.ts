import { describe, expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

/** What stands in the valid file, what is put in its place, and everything that is then said. */
type Row = readonly [from: string, to: string, ...said: string[]];

const wrongSyntax: readonly Row[] = [
  [
    "seed: 7",
    "repeats: 7",
    'experiments/stale.yaml:18:1 The key "repeats" is written twice in the same mapping. Keep one of them.',
  ],
  [
    "  - inject: stale",
    "\t- inject: stale",
    "experiments/stale.yaml:13:1 Cannot read this as YAML: Tabs are not allowed as indentation.",
  ],
  [
    "{ age: 400d }",
    "{ age: 400d",
    "experiments/stale.yaml:17:1 Cannot read this as YAML: Flow map in block collection must be sufficiently indented and end with a }.",
  ],
  [
    "seed: 7",
    "seed: *x",
    'experiments/stale.yaml:18:7 Cannot read this as YAML: nothing before this is marked with "&x".',
  ],
  ["seed: 7", "seed: !foo 7", "experiments/stale.yaml:18:7 Cannot read this as YAML: Unresolved tag: !foo."],
];

describe("mistakes in YAML itself", () => {
  test.each(wrongSyntax)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("experiments/stale.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});

test("files that are built to exhaust the reader are refused", async () => {
  const laughs = Array.from(
    { length: 12 },
    (_, n) =>
      `a${n}: &a${n} [${Array(12)
        .fill(n === 0 ? "x" : `*a${n - 1}`)
        .join(", ")}]`,
  );
  await using at = await project({
    "deep.yaml": `title: ${"[".repeat(20_000)}`,
    "laughs.yaml": laughs.join("\n"),
    "loop.yaml": "title: &a [*a]\n",
  });
  expect(await complaints(loadExperiments(["deep.yaml", "laughs.yaml", "loop.yaml"], registry, at))).toEqual([
    "deep.yaml Cannot read this as YAML: it is nested too deeply.",
    "laughs.yaml Cannot read this as YAML: Excessive alias count indicates a resource exhaustion attack.",
    "loop.yaml Cannot read this as YAML: an alias refers to something that contains it.",
  ]);
});
