import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { z } from "zod";
import { launchBrowser } from "../targets/browser/launch.ts";
import { startChild } from "./child.ts";
import { writtenShape } from "./children/judge-journal.ts";
import { reportedShape } from "./children/report.ts";
import { type Figure, figure, type Pace, type Section } from "./figure.ts";
import { spreadOf } from "./statistics.ts";

/** Milliseconds until a page of 10,000 trials can be used; seconds and bytes for a report of 100,000. */
const aims = { open: 2000, seconds: 20, rss: 400e6 } as const;
const opens = 5;

const what = [
  "reports  what `brownout report` does: journal → judged → scored → JSON, JUnit, Markdown and HTML, in a process of its own",
  "opening  the HTML of 10,000 trials from the disk in Chromium, from the address to the list that can be used",
];

/** How long reports take to write and to open, and what they need. */
export async function reportSection(pace: Pace): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), "brownout-report-"));
  try {
    const files = [...new Set([10_000, pace.judged])].map((trials) => {
      mkdirSync(join(folder, String(trials)));
      return { file: join(folder, String(trials), "journal.jsonl"), trials };
    });
    await using writer = await startChild("judge-journal");
    await writer.ask("write", writtenShape, { files });
    const figures: Figure[] = [];
    for (const { file, trials } of files) {
      await using child = await startChild("report");
      const made = await child.ask("report", reportedShape, { file });
      figures.push(...written(made, trials));
      if (trials === 10_000) figures.push(await opened(made.page));
    }
    return { title: "Reports", what, figures };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const written = (made: z.infer<typeof reportedShape>, trials: number): readonly Figure[] => [
  figure(
    `report of ${trials} trials`,
    made.seconds,
    "s",
    [
      { who: "of a core", value: spreadOf([made.cpuSeconds]), unit: "s" },
      { who: "page", value: spreadOf([made.pageBytes / 1e6]), unit: "MB" },
      { who: "pairs", value: spreadOf([made.pairs]), unit: "" },
      { who: "of them with details", value: spreadOf([made.details]), unit: "" },
    ],
    { atMost: aims.seconds },
  ),
  figure(`peak RSS of that`, made.peakRss / 1e6, "MB", [], { atMost: aims.rss / 1e6 }),
];

async function opened(page: string): Promise<Figure> {
  const own = await launchBrowser([]);
  try {
    const times: number[] = [];
    for (let round = 0; round < opens; round += 1) {
      const context = await own.browser.newContext();
      const tab = await context.newPage();
      const from = performance.now();
      await tab.goto(pathToFileURL(page).href);
      await tab.waitForSelector("html[data-ready]");
      times.push(performance.now() - from);
      await context.close();
    }
    return figure("page of 10000 trials, until it can be used", spreadOf(times), "ms", [], { atMost: aims.open });
  } finally {
    await own.close();
  }
}
