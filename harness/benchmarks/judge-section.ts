import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { z } from "zod";
import { startChild } from "./child.ts";
import { costsShape, judgedShape } from "./children/judge.ts";
import { writtenShape } from "./children/judge-journal.ts";
import { type Figure, figure, type Pace, type Section } from "./figure.ts";
import { spreadOf } from "./statistics.ts";

/** Trials judged in a second of one core. */
const quick = 5000;
/** What may stay of each trial, in bytes: its names, its digest, a number or two for each probe, and the collector's slack. In the journal it has 11,000. */
const kept = 2048;

const what = [
  "trials    really run once by the sturdy and the fragile agent in ten experiments of all failure modes, then repeated in the journal under other ids",
  "judging   journal → fold → judge → every usual and claimed probe, every evidence detector, every finding → scores, scopes and intervals",
  "RSS       the peak of a process that judges the small journal, and of another that judges the large one",
];

/** Judging alone, without a run: how quick it is, and what stays in memory of each trial. */
export async function judgeSection(pace: Pace): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), "brownout-judge-"));
  try {
    const sizes = [pace.judged / 10, pace.judged];
    const files = sizes.map((trials) => ({ file: join(folder, `${trials}.jsonl`), trials }));
    const written = await write(files);
    const judged: z.infer<typeof judgedShape>[] = [];
    for (const { file } of files) judged.push(await judge(file));
    const [small, large] = judged;
    const [first] = files;
    if (!small || !large || !first) throw new Error("Nothing was judged.");
    const dearest = figure("the dearest parts, on a trial's average", Number.NaN, "", await costs(first.file));
    return { title: "Judging", what, figures: [...figures(small, large, written.at(-1)?.megabytes ?? 0), dearest] };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function write(files: readonly { readonly file: string; readonly trials: number }[]) {
  await using writer = await startChild("judge-journal");
  return await writer.ask("write", writtenShape, { files });
}

async function judge(file: string): Promise<z.infer<typeof judgedShape>> {
  await using child = await startChild("judge");
  return await child.ask("judge", judgedShape, { file });
}

async function costs(file: string): Promise<Figure["from"]> {
  await using child = await startChild("judge");
  const parts = await child.ask("costs", costsShape, { file });
  return parts.slice(0, 8).map(({ name, micros }) => ({ who: name, value: spreadOf([micros]), unit: "µs" }));
}

type Judged = z.infer<typeof judgedShape>;

const figures = (small: Judged, large: Judged, megabytes: number): Figure[] => [
  figure(
    `trials judged in a second of one core, ${large.trials} trials`,
    large.trials / large.cpuSeconds,
    "/s",
    [
      { who: "by the clock", value: spreadOf([large.trials / large.seconds]), unit: "/s" },
      { who: "journal", value: spreadOf([megabytes]), unit: "MB" },
      { who: "probes", value: spreadOf([large.probes]), unit: "" },
      { who: "evidence detectors", value: spreadOf([large.detectors]), unit: "" },
    ],
    // The compiler is still at work during the first few thousand.
    ...(large.trials < 50_000 ? [] : [{ atLeast: quick }]),
  ),
  figure(
    `growth of the peak RSS for each trial from ${small.trials} to ${large.trials}`,
    (large.peakRss - small.peakRss) / (large.trials - small.trials),
    "B",
    [
      { who: `at ${small.trials}`, value: spreadOf([small.peakRss / 1e6]), unit: "MB" },
      { who: `at ${large.trials}`, value: spreadOf([large.peakRss / 1e6]), unit: "MB" },
    ],
    ...(large.trials < 50_000 ? [] : [{ atMost: kept }]),
  ),
];
