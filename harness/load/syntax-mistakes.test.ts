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
    "experiments/stale.yaml:13:1 Cannot read this as YAML: Tabs are not allowed as indentation. Indent with spaces: two for each level.",
  ],
  [
    "{ age: 400d }",
    "{ age: 400d",
    'experiments/stale.yaml:17:1 Cannot read this as YAML: Flow map in block collection must be sufficiently indented and end with a }. Close what "{" opened with "}", and indent its further lines more than its key.',
  ],
  [
    "seed: 7",
    "seed: *x",
    'experiments/stale.yaml:18:7 Cannot read this as YAML: nothing before this is marked with "&x". A text that begins with "*" needs quotes.',
  ],
  [
    "seed: 7",
    "seed: !foo 7",
    'experiments/stale.yaml:18:7 Cannot read this as YAML: Unresolved tag: !foo. A text that begins with "!" needs quotes.',
  ],
  [
    "title: Answers stay right",
    "title: Answers: what stays right?",
    'experiments/stale.yaml:2:8 Cannot read this as YAML: Nested mappings are not allowed in compact mappings. A text that holds ": " needs quotes: title: "Answers: what stays right?". A mapping within a mapping begins on a line of its own.',
  ],
  [
    "title: Answers stay right",
    'title: "Answers": what stays right?',
    'experiments/stale.yaml:2:8 Cannot read this as YAML: Nested mappings are not allowed in compact mappings. A text that holds ": " needs quotes around the whole of it.',
  ],
  [
    "repeats: 3\nseed: 7",
    "repeats: 3\n  seed: 7",
    'experiments/stale.yaml:17:10 Cannot read this as YAML: Nested mappings are not allowed in compact mappings. "repeats" has a value already: give the lines below it the same indentation, or take the value away.',
  ],
  [
    "    with: { age: 400d }",
    "     with: { age: 400d }",
    "experiments/stale.yaml:16:1 Cannot read this as YAML: All mapping items must start at the same column. Give this line the indentation of those beside it. Indent with spaces: two for each level.",
  ],
  [
    "title: Answers stay right",
    "title: 'It's right'",
    "experiments/stale.yaml:2:12 Cannot read this as YAML: Unexpected scalar at node end. Nothing may follow a closing quote or bracket: put the whole text in quotes. In single quotes an apostrophe is written twice.",
  ],
  [
    "title: Answers stay right",
    "title: @answers",
    "experiments/stale.yaml:2:8 Cannot read this as YAML: Plain value cannot start with reserved character @. Put the text in quotes.",
  ],
  [
    "seed: 7",
    "seed 7",
    'experiments/stale.yaml:18:1 Cannot read this as YAML: Implicit map keys need to be followed by map values. Is it a key? Then write "key: value", with a colon and a space. Is it the rest of a text? Then put the whole text in quotes.',
  ],
  [
    "tags: [smoke]",
    "tags: [smoke, a: b c: d]",
    'experiments/stale.yaml:4:18 Cannot read this as YAML: Block collections are not allowed within flow collections. Put a comma between the entries, and quotes around a text that holds ": ".',
  ],
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
