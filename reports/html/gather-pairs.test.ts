import { describe, expect, it } from "vitest";
import { openPair, type Pair } from "../../harness/domain/pair.ts";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleTrial } from "../testing/sample-trial.ts";
import { gatherPairs } from "./gather-pairs.ts";
import type { PairDetail } from "./shape.ts";

const limits = { whole: 12, details: 6, ofEach: 2, rows: 100 };

function pair(experiment: string, repeat: number, outcome: "correct" | "wrong" = "correct"): Pair {
  const trial = (arm: "control" | "treatment") =>
    sampleTrial({
      id: `${experiment}/task/${repeat}/${arm}`,
      arm,
      task: "task",
      calls: [],
      answer: "yes",
      outcome: arm === "control" ? "correct" : outcome,
    });
  return openPair(trial("treatment"), trial("control"), sampleExperiment({ id: experiment }));
}

interface Seen {
  readonly pair: Pair;
  readonly code?: string;
}

const gathered = (pairs: readonly Seen[], more: Partial<typeof limits> = {}) => {
  const gatherer = gatherPairs({ ...limits, ...more });
  for (const { pair: one, code } of pairs) gatherer.see(one, true, code ? [{ code, signs: [{ detail: "seen" }] }] : []);
  return gatherer.finish();
};
const idsOf = ({ details }: ReturnType<typeof gathered>): readonly string[] =>
  details.map((bytes) => (JSON.parse(new TextDecoder().decode(bytes)) as PairDetail).treatment).sort();

const many = [
  ...Array.from({ length: 30 }, (_, at): Seen => ({ pair: pair("big", at), ...(at < 8 ? { code: "loss" } : {}) })),
  ...Array.from({ length: 5 }, (_, at): Seen => ({ pair: pair("small", at, at === 3 ? "wrong" : "correct") })),
];

describe("the pairs of a page", () => {
  it("are all there in a small run", () => {
    expect(idsOf(gathered(many.slice(0, 12)))).toHaveLength(12);
  });

  it("are kept in memory of their own, which holds nothing beside them", () => {
    const { details } = gathered(many);
    expect(details.map(({ buffer }) => buffer.byteLength)).toEqual(details.map(({ byteLength }) => byteLength));
  });

  it("are in a large one those with findings first, then the worse, and some of every experiment", () => {
    const made = gathered(many);
    const ids = idsOf(made);
    expect(ids).toHaveLength(limits.details);
    expect(ids.filter((id) => id.startsWith("small/"))).toHaveLength(limits.ofEach);
    expect(ids).toContain("small/task/3/treatment");
    for (const id of ids.filter((one) => one.startsWith("big/"))) expect(Number(id.split("/")[2])).toBeLessThan(8);
    expect(made.seen).toBe(35);
    expect(made.table.rows).toHaveLength(35);
    const opened = made.table.rows.filter((row) => row[10] >= 0);
    expect(opened.map((row) => row[10]).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("are listed wherever they come, if they can be opened", () => {
    const made = gathered(many.toReversed(), { rows: 10 });
    expect(idsOf(made)).toEqual(idsOf(gathered(many)));
    const { rows } = made.table;
    const opened = rows.filter((row) => row[10] >= 0);
    expect(opened.map((row) => row[10]).sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5]);
    for (const row of opened) {
      const { treatment } = JSON.parse(new TextDecoder().decode(made.details[row[10]])) as PairDetail;
      expect(`${made.experiments[row[0]]}/${row[1]}/treatment`).toBe(treatment);
    }
    expect(rows.slice(0, 10).every((row, at) => at < 5 === (made.experiments[row[0]] === "small"))).toBe(true);
    expect(rows.length).toBeLessThanOrEqual(10 + limits.details);
  });

  it("are no more than there is room for, however many the experiments, in whatever order", () => {
    const wide = Array.from({ length: 60 }, (_, at): Seen => ({ pair: pair(`of-${at % 5}`, at) }));
    const ids = idsOf(gathered(wide));
    expect(ids).toHaveLength(limits.details);
    for (let at = 0; at < 5; at += 1) expect(ids.some((id) => id.startsWith(`of-${at}/`))).toBe(true);
    const byExperiment = wide.toSorted((a, b) => (a.pair.experiment.id < b.pair.experiment.id ? -1 : 1));
    for (const order of [wide.toReversed(), byExperiment, byExperiment.toReversed()])
      expect(idsOf(gathered(order))).toEqual(ids);
  });

  it("are the same in whatever order they come", () => {
    const expected = idsOf(gathered(many));
    for (const step of [3, 11, 17, 34]) {
      const turned = many.map((_, at) => many[(at * step + 5) % many.length]).filter((one) => one !== undefined);
      expect(new Set(turned).size).toBe(many.length);
      expect(idsOf(gathered(turned))).toEqual(expected);
    }
    expect(idsOf(gathered(many.toReversed()))).toEqual(expected);
  });
});
