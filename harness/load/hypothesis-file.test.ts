import { describe, expect, it } from "vitest";
import { z } from "zod";
import { InvalidInput } from "../domain/diagnostic.ts";
import { loadExperiments, loadHypothesis } from "./index.ts";
import { complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const withAbout = {
  ...registry,
  probes: registry.probes.map((probe) => ({ ...probe, params: z.object({ about: z.string().optional() }) })),
};
const claims = "hypothesis:\n  - answer-correctness: { atLeast: 0.5 }\n";

describe("another hypothesis", () => {
  it("goes for every experiment when the file holds nothing else", async () => {
    await using at = await project({ ...valid, "other.yaml": claims });
    const [experiment] = await loadExperiments(["experiments"], registry, at);
    if (!experiment) throw new Error("there is an experiment");
    const other = await loadHypothesis("other.yaml", registry, at);
    const changed = [experiment, { ...experiment, id: "b" }].map(other.replace);
    expect(changed.map(({ id, hypothesis }) => [id, hypothesis.map((claim) => [claim.probe, claim.atLeast])])).toEqual([
      [experiment.id, [["answer-correctness", 0.5]]],
      ["b", [["answer-correctness", 0.5]]],
    ]);
    expect(changed[0]).toEqual({ ...experiment, hypothesis: changed[0]?.hypothesis });
    expect(other.finish()).toBe(2);
  });

  it("of an experiment file goes for the experiment of its id, or else of its title, though all else is gone", async () => {
    await using at = await project({
      ...valid,
      "gone/stale.yaml": `title: Answers stay right\ntarget: nowhere.yaml\n${claims}`,
      "stale.yaml": `title: Another title\n${claims}`,
    });
    const [experiment] = await loadExperiments(["experiments"], registry, at);
    if (!experiment) throw new Error("there is an experiment");
    for (const file of ["stale.yaml", "gone/stale.yaml"]) {
      const other = await loadHypothesis(file, registry, at);
      const stranger = { ...experiment, id: "b", title: "B" };
      expect(other.replace(stranger)).toBe(stranger);
      expect(other.replace(experiment).hypothesis[0]?.atLeast).toBe(0.5);
      expect(other.finish()).toBe(1);
    }
  });

  it("that is about a misspelt dependency of the run is refused, at its place", async () => {
    await using at = await project({
      ...valid,
      "other.yaml": "hypothesis:\n  - answer-correctness: { atLeast: 1, about: policeis }\n",
    });
    const [experiment] = await loadExperiments(["experiments"], registry, at);
    if (!experiment) throw new Error("there is an experiment");
    const other = await loadHypothesis("other.yaml", withAbout, at);
    for (const id of ["a", "b"]) other.replace({ ...experiment, id });
    const [complaint, another] = await complaints(Promise.try(other.finish));
    expect(another).toBeUndefined();
    expect(complaint).toMatch(
      /^other\.yaml:2:\d+ .* has no dependency "policeis" for "answer-correctness" to be about\. Did you mean "policies"\?$/,
    );
  });

  it("that is for no experiment of the run is refused, with a suggestion", async () => {
    await using at = await project({ ...valid, "stalle.yaml": `title: Mine\n${claims}` });
    const [experiment] = await loadExperiments(["experiments"], registry, at);
    if (!experiment) throw new Error("there is an experiment");
    const other = await loadHypothesis("stalle.yaml", registry, at);
    other.replace(experiment);
    expect(other.finish).toThrow(InvalidInput);
    expect(other.finish).toThrow(/no experiment "stalle".*Did you mean "stale"/);
  });

  it("says everything that is wrong with its claims at once, each at its place", async () => {
    await using at = await project({
      "bad.yaml":
        "title: x\ntags: 5\nhypothesis:\n  - answer-corectness: { atLeast: 1 }\n  - answer-correctness: { atmost: 3 }\n",
      "typo.yaml": claims.replace("hypothesis", "hypotesis"),
      "none.yaml": "title: x\n",
      "list.yaml": `- ${claims.replaceAll("\n  ", "\n    ")}- 7\n`,
      "suite.yaml": "title: x\nexperiments: [a.yaml]\n",
      "broken.yaml": "hypothesis: [",
    });
    const said = (file: string) => complaints(loadHypothesis(file, registry, at));
    expect(await said("bad.yaml")).toEqual([
      expect.stringMatching(
        /^bad\.yaml:4:5 Cannot claim anything of "answer-corectness".*Did you mean "answer-correctness"/,
      ),
      expect.stringMatching(/^bad\.yaml:5:\d+ Unknown key "atmost"\. Did you mean "atMost"/),
    ]);
    expect(await said("typo.yaml")).toEqual([expect.stringMatching(/^typo\.yaml:1:1 .*Did you mean "hypothesis"/)]);
    expect(await said("none.yaml")).toEqual([expect.stringMatching(/^none\.yaml:1:1 .*hypothesis/)]);
    expect(await said("list.yaml")).toEqual([expect.stringMatching(/^list\.yaml:3:3 /)]);
    expect(await said("suite.yaml")).toEqual([expect.stringMatching(/^suite\.yaml This is a suite/)]);
    expect(await said("broken.yaml")).toEqual([expect.stringMatching(/^broken\.yaml:1:\d+ Cannot read this as YAML/)]);
    expect(await said("nowhere.yaml")).toEqual([expect.stringMatching(/no such file/)]);
  });
});
