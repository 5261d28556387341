import { expect, test } from "vitest";
import { z } from "zod";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

const said = async (files: Parameters<typeof project>[0], known = registry) => {
  await using at = await project(files);
  return await complaints(loadExperiments(["experiments"], known, at));
};

test("a deadline of 20 is asked for its unit, wherever a duration stands", async () => {
  expect(
    await said({
      ...changed("experiments/stale.yaml", "seed: 7", "seed: 7\ndeadline: 20\nabortWhen: [{ wallTime: 5 }]"),
      "agents/target.yaml":
        "name: desk\nkind: http\nurl: http://127.0.0.1:1\nreadyWithin: 10\nsystemMap: ../system-map.yaml\n",
    }),
  ).toEqual([
    'agents/target.yaml:4:14 "readyWithin": 10 of what? Write "10s", "10ms", "10m" or "10h".',
    'experiments/stale.yaml:19:11 "deadline": 20 of what? Write "20s", "20ms", "20m" or "20h".',
    'experiments/stale.yaml:20:25 "wallTime": 5 of what? Write "5s", "5ms", "5m" or "5h".',
  ]);
});

test("whole seconds in milliseconds, nothing at all and units stay", async () => {
  for (const written of ["5000", "1000", "20ms", "20s"]) {
    await using at = await project(changed("experiments/stale.yaml", "seed: 7", `deadline: ${written}`));
    expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
  }
  await using at = await project(
    changed("experiments/stale.yaml", "{ probability: 0.5 }", "{ window: { from: 0, to: 5000 } }"),
  );
  expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
});

test("so is a parameter of a fault or a probe, whose numbers of other things stay numbers", async () => {
  const ms = z.union([z.string(), z.number()]).transform((one) => (one === "300ms" ? 300 : one));
  const params = z.strictObject({ age: z.strictObject({ mean: ms }), share: z.number(), text: z.unknown() });
  const faults = registry.faults.map((fault) => (fault.name === "stale-results" ? { ...fault, params } : fault));
  const written = (mean: string) => ({
    ...valid,
    ...changed("experiments/stale.yaml", "age: 400d", `age: { mean: ${mean} }, share: 300, text: 300`),
  });
  expect(await said(written("300"), { ...registry, faults })).toEqual([
    'experiments/stale.yaml:16:26 "mean": 300 of what? Write "300s", "300ms", "300m" or "300h".',
  ]);
  await using at = await project(written("300ms"));
  expect(await loadExperiments(["experiments"], { ...registry, faults }, at)).toHaveLength(1);

  const bounds = "{ atMost: 0, within: 30 }";
  expect(await said(changed("experiments/stale.yaml", "{ atMost: 0 }", bounds))).toEqual([
    'experiments/stale.yaml:11:45 "within": 30 of what? Write "30s", "30ms", "30m" or "30h".',
  ]);
});
