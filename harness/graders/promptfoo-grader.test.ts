import { existsSync, globSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AssertionTypeSchema } from "promptfoo";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Grader } from "../domain/ports.ts";
import type { Grade, Grading, Task } from "../domain/task.ts";
import { absoluteFiles } from "../load/absolute-files.ts";
import { assertionSchema } from "../load/schema/assertion.ts";
import { promptfooGrader } from "./index.ts";

let folder = "";
let grader: Grader;

const judge = (body: string): string =>
  `export default class { id() { return "judge"; } async callApi(prompt) { ${body} } async callEmbeddingApi(text) { return { embedding: [text.length, 1] }; } }`;
const verdict = (pass: boolean): string =>
  judge(`return { output: JSON.stringify({ pass: ${pass}, score: ${Number(pass)}, reason: "said so" }) };`);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "brownout-grade-"));
  const files = {
    "short.mjs": "export default (output) => output.length < 40;",
    "agrees.mjs": verdict(true),
    "disagrees.mjs": verdict(false),
    "throttled.mjs": judge('return { error: "429 Too Many Requests" };'),
    "breaks.mjs": judge('throw new Error("socket hang up");'),
    "babbles.mjs": judge('return { output: "It depends." };'),
  };
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  grader = promptfooGrader();
});
afterAll(async () => {
  await grader[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const task = (grading: Grading): Task => ({
  id: "t",
  file: join(folder, "tasks.yaml"),
  tags: [],
  prompt: "How long?",
  input: { days: "30" },
  expect: { facts: [], forbids: [], effects: [], claims: [] },
  grading: absoluteFiles(grading, join(folder, "tasks.yaml")),
});
const grade = (grading: Grading, text = "You have 30 days."): Promise<readonly Grade[]> =>
  grader.grade(task(grading), { text }, new AbortController().signal);
const one = async (assertion: Grading["assert"][number], options?: Record<string, unknown>): Promise<Grade> => {
  const [first] = await grade({ assert: [assertion], ...(options ? { options } : {}) });
  if (!first) throw new Error("no grade");
  return first;
};

describe("assertions of promptfoo", () => {
  it.each([
    [{ type: "contains-any", value: ["30 days", "a month"] }, true],
    [{ type: "contains-any", value: ["45 days"] }, false],
    [{ type: "not-contains", value: "45" }, true],
    [{ type: "contains", value: "{{days}} days" }, true],
    [{ type: "is-json" }, false],
    [{ type: "javascript", value: "output.includes('30') && context.vars.prompt === 'How long?'" }, true],
    [{ type: "javascript", value: "file://short.mjs" }, true],
    [{ type: "levenshtein", value: "You have 31 days.", threshold: 2 }, true],
    [
      {
        type: "assert-set",
        threshold: 0.5,
        assert: [
          { type: "contains", value: "30" },
          { type: "contains", value: "x" },
        ],
      },
      true,
    ],
    [{ type: "llm-rubric", value: "is polite", provider: "file://agrees.mjs" }, true],
    [{ type: "llm-rubric", value: "is polite", provider: "file://disagrees.mjs" }, false],
    [{ type: "not-llm-rubric", value: "is rude", provider: "file://disagrees.mjs" }, true],
    [{ type: "similar", value: "You have 30 days!", threshold: 0.9, provider: "file://agrees.mjs" }, true],
  ] as const)("%j is %s", async (assertion, pass) => {
    expect(await one(assertion)).toMatchObject({ assertion: assertion.type, pass });
  });

  it.each([
    [{ type: "llm-rubric", value: "is polite" }, /needs a judge/],
    [{ type: "similar", value: "30 days" }, /needs a judge/],
    [{ type: "not-factuality", value: "30 days" }, /needs a judge/],
    [
      {
        type: "assert-set",
        assert: [
          { type: "contains", value: "30" },
          { type: "g-eval", value: "x" },
        ],
      },
      /needs a judge/,
    ],
    [{ type: "llm-rubric", value: "is polite", provider: "file://throttled.mjs" }, /judge failed: 429/],
    [{ type: "not-llm-rubric", value: "is rude", provider: "file://throttled.mjs" }, /judge failed: 429/],
    [{ type: "factuality", value: "30 days", provider: "file://throttled.mjs" }, /judge failed: 429/],
    [{ type: "model-graded-closedqa", value: "x", provider: "file://breaks.mjs" }, /judge failed: socket hang up/],
    [{ type: "llm-rubric", value: "is polite", provider: "file://babbles.mjs" }, /JSON/],
    [{ type: "factuality", value: "30 days", provider: "file://babbles.mjs" }, /format/],
    [{ type: "llm-rubric", value: "is polite", provider: "file://nowhere.mjs" }, /nowhere/],
    [{ type: "javascript", value: "nonsense.at(1)" }, /nonsense is not defined/],
  ] as const)("%j cannot tell", async (assertion, reason) => {
    const grade = await one(assertion);
    expect(grade.pass).toBeUndefined();
    expect(grade.reason).toMatch(reason);
  });

  it("takes the judge of the task for those that name none", async () => {
    const rubric = { type: "llm-rubric", value: "is polite" } as const;
    expect(await one(rubric, { provider: "file://disagrees.mjs" })).toMatchObject({ pass: false });
    expect(await one(rubric, { provider: { id: "file://agrees.mjs" } })).toMatchObject({ pass: true });
  });

  it("with a threshold is one grade of all", async () => {
    const assert = [
      { type: "contains", value: "30", weight: 3 },
      { type: "contains", value: "45" },
    ];
    expect(await grade({ assert, threshold: 0.7 })).toMatchObject([{ pass: true, score: 0.75 }]);
    expect(await grade({ assert, threshold: 0.8 })).toMatchObject([{ pass: false, score: 0.75 }]);
  });

  it("gives up when the run is stopped", async () => {
    const stop = new AbortController();
    const grading = grader.grade(task({ assert: [{ type: "is-json" }] }), { text: "x" }, stop.signal);
    stop.abort();
    const [stopped] = await grading;
    expect(stopped?.pass === undefined || stopped.pass === false).toBe(true);
  });

  it("leaves nothing behind", async () => {
    const mine = promptfooGrader();
    const before = new Set(globSync(join(tmpdir(), "brownout-grader-*")));
    await mine.grade(task({ assert: [{ type: "is-json" }] }), { text: "{}" }, new AbortController().signal);
    const made = globSync(join(tmpdir(), "brownout-grader-*")).filter((path) => !before.has(path));
    expect(made).toHaveLength(1);
    await mine[Symbol.asyncDispose]();
    expect(made.filter((path) => existsSync(path))).toEqual([]);
  });

  it("are read by the same types as promptfoo's", () => {
    const theirs = AssertionTypeSchema.options.flatMap((one) => ("options" in one ? one.options : []));
    const read = (type: string): boolean => assertionSchema.safeParse({ type }).success;
    // These compare the answers of several providers, or wait for a person.
    const apart = ["select-best", "human", "max-score"];
    expect(theirs.filter((type) => !read(type)).sort()).toEqual(apart.toSorted());
    expect(read("contians")).toBe(false);
  });
});
