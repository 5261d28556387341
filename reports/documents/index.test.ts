import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { hostileRun } from "../testing/hostile-run.ts";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { sampleReport, sampleResult } from "../testing/sample-result.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { documents } from "./index.ts";

const options = { width: 100, colour: false };
const formats = Object.entries(documents);

/** Modules with a `render…` function that are parts of documents or documents of something other than a run. */
const notOfARun = [
  "beside.ts",
  "brief-table.ts",
  "comparison.ts",
  "coverage.ts",
  "experiment-details.ts",
  "explain.ts",
  "history.ts",
  "list.ts",
  "plan.ts",
  "pruning.ts",
  "score-table.ts",
  "timeline.ts",
];

const twoHundred = (report: ReturnType<typeof sampleReport>) => ({
  ...report,
  experiments: Array.from({ length: 200 }, (_, index) => {
    const result = report.experiments[index % report.experiments.length] ?? sampleResult();
    const named = { id: `${result.experiment.id}-${index}`, title: `Number ${index} of two hundred` };
    return { ...result, experiment: { ...result.experiment, ...named } };
  }),
});

/** Without the style and the scripts of a page, which are ours and not shown. */
const shownIn = (text: string): string => text.replace(/<(style|script)\b[^>]*>.*?<\/\1>/gs, "");

describe.each(formats)("%s document", (format, document) => {
  it("shows the verdict, the run and what answered as the model", () => {
    const text = document.render(sampleRun(), options).replace(/\s+/g, " ");
    expect(text).toMatch(/broken/i);
    expect(text).toContain("2026-03-01T09-30-00-k3f9");
    expect(text).toContain("credulous");
  });

  it("is the same text each time and ends with one line break", () => {
    const text = document.render(sampleRun(), options);
    expect(document.render(sampleRun(), options)).toBe(text);
    expect(text).toMatch(/[^\n]\n$/);
  });

  it("makes hostile text inert", () => {
    const text = document.render(hostileRun(), options);
    // Zero-width spaces are our own in Markdown, where they break mentions.
    const allowed = format === "markdown" ? /[\n\u200b]/g : /\n/g;
    expect(text.replace(allowed, "")).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069\u200b\u2028]/u);
    expect(text.isWellFormed()).toBe(true);
  });

  it("carries the command that repeats the worst trial, with the target that was used", () => {
    const command = ["brownout", "run", "experiments", "--target", "agents/sturdy.yaml", "--seed=9", "--gateway"];
    const text = document.render(sampleRun({ command }), options);
    expect(text).toContain("brownout run experiments/incorrect-response/stale-policies.yaml");
    expect(text).toContain("--only experiments/incorrect-response/stale-policies/refund-window/3/treatment");
    expect(text).toContain("--target agents/sturdy.yaml");
    expect(text).toContain("--seed=9");
    expect(text).toContain("--gateway");
  });

  it("says that a cut run is not whole", () => {
    const text = document.render(sampleRun({ ended: "cut" }), options);
    expect(text).not.toBe(document.render(sampleRun(), options));
    expect(text).toMatch(format === "json" ? /"ended": "cut"/ : /The journal ends in the middle of the run/);
  });

  it("shows a run without experiments as one that has shown nothing", () => {
    const text = document.render(sampleReport([], { ended: "failed" }), options);
    expect(text).toMatch(format === "json" ? /"experiments": \[\]/ : /No experiment was run/);
    expect(text).not.toMatch(/every claim held/i);
  });

  it("shows an experiment none of whose trials finished without any score", () => {
    const empty = sampleResult({
      experiment: sampleExperiment({ title: "Cut before it began" }),
      verdict: "inconclusive",
      reasons: ["no trial finished"],
      claims: [],
      scores: [
        { probe: "answer-correctness" },
        {
          probe: "utility-retained",
          treatment: { value: 1, low: 1, high: 1, n: 0, confidence: 0.95, method: "wilson" },
        },
      ],
      trials: { planned: 40, finished: 0, failed: 0, exposed: 0 },
    });
    const text = document.render(sampleReport([empty], { ended: "interrupted" }), options);
    expect(text).toContain("Cut before it began");
    expect(text).toContain("no trial finished");
    expect(shownIn(text)).not.toMatch(/100%|NaN|"n": 0/);
  });

  it("names the experiments of a run of 200", () => {
    const text = document.render(twoHundred(sampleRun()), options);
    expect(text).toContain("Number 0 of two hundred");
    if (format !== "markdown") expect(text).toContain("Number 199 of two hundred");
  });
});

describe("index of documents", () => {
  it("lists every format of the folder", async () => {
    const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
    const listed = new Set<unknown>(formats.map(([, { render }]) => render));
    for (const file of files) {
      const module: Record<string, unknown> = await import(
        /* @vite-ignore */ new URL(`./${file}`, import.meta.url).href
      );
      const renders = Object.entries(module).filter(
        ([name, value]) => name.startsWith("render") && typeof value === "function",
      );
      if (notOfARun.includes(file)) continue;
      for (const [name, render] of renders)
        expect(listed, `${file} exports ${name}, which is not in the index`).toContain(render);
    }
  });

  it("names what it leaves out truthfully", () => {
    const files = readdirSync(import.meta.dirname);
    expect(notOfARun.filter((file) => !files.includes(file))).toEqual([]);
  });

  it("gives each format its own extension", () => {
    const extensions = formats.map(([, { extension }]) => extension);
    expect(new Set(extensions).size).toBe(extensions.length);
  });
});
