import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journalName } from "../store/index.ts";
import { startChild } from "./child.ts";
import { journalShape } from "./children/journal.ts";
import { type TrialFigures, trialsShape } from "./children/virtual-trials.ts";
import { type Figure, figure, type Pace, type Section } from "./figure.ts";
import { slopeOf, spreadOf } from "./statistics.ts";

/** Heap that stays for each trial, in bytes: ten thousand trials may keep five megabytes. */
const flat = 512;
/** Fewer trials than this are all warm-up, and say nothing of memory. */
const steady = 5000;

const trialsWhat = [
  "trials    the sturdy agent under a 90 s spike and under throttling (half each, control arms included), script brain, mock world, journal on disk, one trial at a time",
  "heap      after a full collection, every so many trials; the first fifth, in which the compiler warms up, is left out of the slope",
];
const journalWhat = [
  "written   events of that run, redacted, one write each · read: parsed and checked · judged: journal → judge → score → report",
];

/** Trials on virtual time, then their journal: the second reads what the first wrote. */
export async function trialSections(pace: Pace): Promise<Section[]> {
  const folder = mkdtempSync(join(tmpdir(), "brownout-bench-"));
  try {
    const figures = await runTrials(pace, folder);
    await using reader = await startChild("journal");
    const { written, read, judged } = await reader.ask("measure", journalShape, {
      file: join(folder, journalName),
      sample: pace.events,
    });
    const rate = ({ megabytes, events, seconds }: typeof written) => [
      { who: "events", value: spreadOf([events / seconds]), unit: "/s" },
      { who: "size", value: spreadOf([megabytes]), unit: "MB" },
    ];
    return [
      { title: "Virtual trials", what: trialsWhat, figures },
      {
        title: "Journal",
        what: journalWhat,
        figures: [
          figure("written", written.megabytes / written.seconds, "MB/s", rate(written)),
          figure("read", read.megabytes / read.seconds, "MB/s", rate(read)),
          figure("judged and scored", judged.trials / judged.seconds, "trials/s", [
            { who: "trials", value: spreadOf([judged.trials]), unit: "" },
            { who: "peak RSS", value: spreadOf([judged.peakRss / 1e6]), unit: "MB" },
          ]),
        ],
      },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function runTrials(pace: Pace, folder: string): Promise<Figure[]> {
  await using child = await startChild("virtual-trials", ["--expose-gc"]);
  const run = await child.ask("run", trialsShape, {
    trials: pace.trials,
    concurrency: 1,
    folder,
    sampleEvery: pace.sampleEvery,
  });
  if (run.failed > 0 || run.trials < pace.trials) {
    throw new Error(
      `Only ${run.trials} of ${pace.trials} trials ended well, ${run.failed} failed: the figures would mean nothing.`,
    );
  }
  return [
    figure(
      `virtual ÷ real seconds, ${run.trials} trials`,
      run.virtualSeconds / run.seconds,
      "×",
      [
        { who: "virtual", value: spreadOf([run.virtualSeconds]), unit: "s" },
        { who: "real", value: spreadOf([run.seconds]), unit: "s" },
      ],
      { atLeast: 1000 },
    ),
    figure("trials a second", run.trials / run.seconds, "/s", [
      { who: "trial", value: spreadOf([(run.seconds * 1000) / run.trials]), unit: "ms" },
      { who: "intercepted call", value: spreadOf([(run.seconds * 1000) / run.calls]), unit: "ms" },
      { who: "CPU of a trial", value: spreadOf([(run.cpuSeconds * 1000) / run.trials]), unit: "ms" },
    ]),
    ...memory(run),
  ];
}

function memory(run: TrialFigures): Figure[] {
  const settled = run.samples.filter(({ trials }) => trials >= run.trials / 5);
  const [first, last] = [settled[0], settled.at(-1)];
  const ends = (of: "heap" | "rss") => [
    { who: `at ${first?.trials ?? 0}`, value: spreadOf([(first?.[of] ?? 0) / 1e6]), unit: "MB" },
    { who: `at ${last?.trials ?? 0}`, value: spreadOf([(last?.[of] ?? 0) / 1e6]), unit: "MB" },
  ];
  const slope = (of: "heap" | "rss"): number => slopeOf(settled.map((sample) => [sample.trials, sample[of]] as const));
  return [
    figure(
      "heap kept for each trial",
      slope("heap"),
      "B",
      ends("heap"),
      ...(run.trials < steady ? [] : [{ atMost: flat }]),
    ),
    figure("RSS growth for each trial", slope("rss"), "B", ends("rss")),
  ];
}
