import { expect, it } from "vitest";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleReport, sampleResult, tally } from "../testing/sample-result.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { displayWidth } from "../text/width.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import { renderTerminal } from "./terminal.ts";

const asked = (target: string, more: Parameters<typeof sampleResult>[0] = {}) =>
  sampleResult({
    ...more,
    experiment: sampleExperiment({
      id: `down/${target}`,
      file: "experiments/down.yaml",
      title: "The model is down",
      target: { ...sampleExperiment().target, name: target, file: `agents/${target}.yaml` },
    }),
  });

const report = sampleReport([
  asked("patient", { attempts: { calls: 20, fewest: 2, most: 4, gaps: [512.4, 2049] } }),
  asked("hasty", { outcomes: { control: tally({ correct: 19, wrong: 1 }), treatment: tally({ crashed: 20 }) } }),
]);

it("sets what several targets made of the same faults side by side", () => {
  const text = renderTerminal(report, { width: 100, colour: false });
  const table = text.slice(text.indexOf("Side by side"));
  expect(table).toContain("⚡ The model is down\n");
  expect(table).toMatch(/^ {2}patient +20.correct +2–4 +512ms, 2s +None$/m);
  expect(table).toMatch(/^ {2}hasty +20.crashed +– +– +Without faults: 1 wrong$/m);
  for (const line of table.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(100);

  const markdown = renderMarkdown(report);
  expect(markdown).toMatch(/^\| The model is down \| patient \| 20.correct \| 2–4 \| 512ms, 2s \| None \|$/m);
  expect(JSON.parse(renderJson(report))).toMatchObject({
    comparisons: [
      { title: "The model is down", file: "experiments/down.yaml", experiments: ["down/patient", "down/hasty"] },
    ],
    experiments: [{ attempts: { most: 4 } }, {}],
  });
});

it("tells answers that could not be judged from faults that met nothing", () => {
  const silent = {
    verdict: "inconclusive" as const,
    outcomes: { control: tally({ correct: 20 }), treatment: tally({}) },
    trials: { planned: 40, finished: 40, failed: 0, exposed: 0 },
  };
  const why = 'its words are not known; say how this agent says so, under "discloses" in its target file';
  const both = sampleReport([
    asked("careful", { ...silent, unjudged: { trials: 20, exposed: 20, why } }),
    asked("idle", silent),
  ]);
  const markdown = renderMarkdown(both);
  expect(markdown).toMatch(/\| careful \| none.judged \|.*20 trials that met a fault could not be judged \|$/m);
  expect(markdown).toMatch(/\| idle \| no.trial.has.an.outcome \|.*No fault met a call \|$/m);
  expect(renderTerminal(both, { width: 100, colour: false })).toMatch(
    /^Next: “The model is down.*under\s+"discloses" in its target file\.$/ms,
  );
});

it("says nothing where every experiment was asked of one target", () => {
  expect(renderTerminal(sampleRun(), { width: 100, colour: false })).not.toContain("Side by side");
  expect(renderMarkdown(sampleRun())).not.toContain("Side by side");
});
