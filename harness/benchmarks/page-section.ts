import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { journalName } from "../store/index.ts";
import { launchBrowser } from "../targets/browser/launch.ts";
import { startChild } from "./child.ts";
import { writtenShape } from "./children/judge-journal.ts";
import { reportedShape } from "./children/report.ts";
import { figure, type Section } from "./figure.ts";
import { spreadOf } from "./statistics.ts";

const trials = 10_000;
/** Milliseconds from the address to the list that can be used. */
const quick = 2000;
const opens = 5;

/** How long the page of a large run takes to open from the disk. */
export async function pageSection(): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), "brownout-page-"));
  try {
    const run = join(folder, "20261001-090000-bench");
    mkdirSync(run);
    const file = join(run, journalName);
    await using writer = await startChild("judge-journal");
    await writer.ask("write", writtenShape, { files: [{ file, trials }] });
    await using child = await startChild("report");
    const { code } = await child.ask("report", reportedShape, { file });
    if (code === 5) throw new Error("The run could not be reported.");
    const spread = spreadOf(await timesToOpen(pathToFileURL(join(run, "report.html")).href));
    return {
      title: "The page",
      what: [`opening  report.html of ${trials} trials in Chromium, from the address to the list that can be used`],
      figures: [figure(`page of ${trials} trials opened`, spread, "ms", [], { atMost: quick })],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timesToOpen(address: string): Promise<number[]> {
  const own = await launchBrowser([]);
  try {
    const times: number[] = [];
    for (let round = 0; round < opens; round += 1) {
      const context = await own.browser.newContext();
      const tab = await context.newPage();
      const from = performance.now();
      await tab.goto(address);
      await tab.waitForSelector("html[data-ready]");
      times.push(performance.now() - from);
      await context.close();
    }
    return times;
  } finally {
    await own.close();
  }
}
