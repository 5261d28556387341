import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { journalName } from "../store/index.ts";
import { startChild } from "./child.ts";
import { writtenShape } from "./children/judge-journal.ts";
import { reportedShape, wroteShape } from "./children/report.ts";
import { figure, type Pace, type Section } from "./figure.ts";
import { spreadOf } from "./statistics.ts";

const what = [
  "journal   events of trials that were really run, redacted, appended one by one to a file on this disk",
  "report    brownout report over a night of so many trials: read, judged, scored, and printed for the terminal and written as JSON, JUnit, Markdown and HTML",
  "memory    the peak of the process of that command, program and all (maxRSS), run from its sources",
];

/** A night of many trials, from the disk and to it: as quick, and in as little memory, as it is promised. */
export async function reportSection(pace: Pace): Promise<Section> {
  const folder = mkdtempSync(join(tmpdir(), "brownout-report-"));
  try {
    const run = join(folder, "20261001-090000-bench");
    mkdirSync(run);
    const file = join(run, journalName);
    await using writer = await startChild("judge-journal");
    const [night] = await writer.ask("write", writtenShape, { files: [{ file, trials: pace.judged }] });
    await using first = await startChild("report");
    const wrote = await first.ask("write", wroteShape, { file, events: pace.events });
    await using second = await startChild("report");
    const reported = await second.ask("report", reportedShape, { file });
    if (night === undefined || reported.code === 5) throw new Error("The night could not be reported.");
    const whole = pace.judged >= 100_000;
    return {
      title: "A night's report",
      what,
      figures: [
        figure(
          "journal written",
          wrote.megabytes / wrote.seconds,
          "MB/s",
          [
            { who: "events", value: spreadOf([wrote.events / wrote.seconds]), unit: "/s" },
            { who: "in a second of a core", value: spreadOf([wrote.megabytes / wrote.cpuSeconds]), unit: "MB" },
            { who: "size", value: spreadOf([wrote.megabytes]), unit: "MB" },
          ],
          { atLeast: 50 },
        ),
        figure(
          `report of ${night.trials} trials`,
          reported.seconds,
          "s",
          [
            { who: "of a core", value: spreadOf([reported.cpuSeconds]), unit: "s" },
            { who: "journal", value: spreadOf([night.megabytes]), unit: "MB" },
          ],
          ...(whole ? [{ atMost: 20 }] : []),
        ),
        figure(
          "memory of that report",
          reported.peakRss / 1e6,
          "MB",
          [{ who: "printed", value: spreadOf([reported.printed / 1000]), unit: "kB" }],
          ...(whole ? [{ atMost: 400 }] : []),
        ),
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
