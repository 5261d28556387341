import { describe, expect, it } from "vitest";
import type { RunReport } from "../../harness/domain/judgement.ts";
import { tellApart } from "./tell-apart.ts";

const report = (...experiments: readonly (readonly [title: string, agent: string, id: string])[]): RunReport =>
  ({
    experiments: experiments.map(([title, name, id]) => ({ experiment: { id, title, target: { name } } })),
  }) as unknown as RunReport;
const titles = (given: RunReport): string[] => tellApart(given).experiments.map(({ experiment }) => experiment.title);

describe("experiments with the same title", () => {
  it("are left alone when there are none", () => {
    const given = report(["a", "x", "1"], ["b", "x", "2"]);
    expect(tellApart(given)).toBe(given);
  });

  it("get the agent's name, or the id when the agent is the same", () => {
    expect(titles(report(["a", "x", "1"], ["a", "y", "2"], ["b", "x", "3"]))).toEqual(["a (x)", "a (y)", "b"]);
    expect(titles(report(["a", "x", "1"], ["a", "x", "2"]))).toEqual(["a (1)", "a (2)"]);
  });
});
