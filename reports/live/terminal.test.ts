import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../harness/domain/events.ts";
import { sampleExperiment } from "../testing/sample-experiment.ts";
import { displayWidth } from "../text/width.ts";
import { liveTerminal } from "./terminal.ts";

const experiment = (id: string, title: string, repeats = 2) => sampleExperiment({ id, title, repeats });

function trialEvents(
  id: string,
  experimentId: string,
  end: "answered" | "crashed" | "hung",
  faults: number,
): RunEvent[] {
  const performance = `${id}~t`;
  const base = { trial: id, performance, t: 1 };
  return [
    {
      type: "trial-started",
      trial: {
        id,
        experiment: experimentId,
        task: "t",
        bystanders: [],
        arm: "treatment",
        repeat: 1,
        cell: 0,
        pair: id,
      },
    },
    ...Array.from(
      { length: faults },
      (): RunEvent => ({
        ...base,
        type: "fault-fired",
        address: "model:m.chat[1]#1",
        injection: "throttled",
        fault: "throttled",
        note: "429",
      }),
    ),
    { ...base, type: "performance-ended", task: "t", role: "primary", end, effects: [] },
    {
      ...base,
      type: "performance-ended",
      performance: `${id}~b`,
      task: "b",
      role: "bystander",
      end: "crashed",
      effects: [],
    },
    { type: "trial-ended", trial: id, t: 1, digest: "0" },
  ];
}

const start = (trials: number): RunEvent => ({
  type: "run-started",
  schema: 1,
  run: "r1",
  at: "2026-03-01T00:00:00Z",
  brownout: "0.1.0",
  node: "v24",
  route: "in-process",
  command: [],
  trials,
});
const run = (): RunEvent[] => [
  start(8),
  { type: "experiment", experiment: experiment("a", "First") },
  { type: "experiment", experiment: experiment("b", "Second \u001b[2J漢字") },
  ...[1, 2, 3, 4].flatMap((n) => trialEvents(`a${n}`, "a", n === 4 ? "crashed" : "answered", n % 2)),
  ...[1, 2, 3].flatMap((n) => trialEvents(`b${n}`, "b", n === 3 ? "hung" : "answered", 0)),
  {
    type: "trial-started",
    trial: { id: "b4", experiment: "b", task: "t", bystanders: [], arm: "control", repeat: 1, cell: 0, pair: "b4" },
  },
  { type: "trial-failed", trial: "b4", error: "the target\ndid not start" },
  { type: "run-ended", reason: "finished" },
];

function told(events: readonly RunEvent[], more: Partial<Parameters<typeof liveTerminal>[0]> = {}): string[] {
  const written: string[] = [];
  const reporter = liveTerminal({
    write: (text) => written.push(text),
    isTTY: false,
    colour: false,
    columns: 80,
    ...more,
  });
  for (const event of events) reporter.onEvent(event);
  return written;
}

/** What stands on the screen in the end: erased lines are gone. */
const screen = (written: readonly string[]): string =>
  written
    .join("")
    .split("\n")
    .map((line) => line.split("\r\u001b[2K").at(-1))
    .join("\n");

describe("live report without a terminal", () => {
  it("names experiments of one title by what tells them apart", () => {
    const titles = new Map([
      ["a", "Same (patient agent)"],
      ["b", "Same (hasty agent)"],
    ]);
    const text = told(run(), { titles }).join("");
    for (const line of ["▸ Same (patient agent)\n", "• Same (patient agent): ", "▸ Same (hasty agent)\n"])
      expect(text).toContain(line);
  });

  it("says when an experiment begins and ends, and what was counted", () => {
    expect(told(run()).join("")).toBe(
      [
        "Run r1: 8 trials, in process",
        "▸ First",
        "• First: 4 trials · 3 answered · 1 crashed · 2 faults [4/8]",
        "▸ Second 漢字",
        "! could not run b4: the target did not start",
        "• Second 漢字: 4 trials · 2 answered · 1 hung · 0 faults · 1 could not run [8/8]",
        "",
      ].join("\n"),
    );
  });

  it("writes no control characters but line breaks", () => {
    expect(told(run()).join("").replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("says how an unfinished run ended, and closes what had begun", () => {
    const events: RunEvent[] = [...run().slice(0, 8), { type: "run-ended", reason: "interrupted", detail: "SIGINT" }];
    const text = told(events).join("");
    expect(text).toContain("• First: 1 trial · 1 answered");
    expect(text).toContain("Run interrupted after 1 of 8 trials: SIGINT");
    expect(text).not.toContain("Second");
  });

  it("names an experiment that was aborted and why", () => {
    const text = told([
      ...run().slice(0, 8),
      { type: "experiment-aborted", experiment: "a", reason: "3 harmful outcomes" },
    ]).join("");
    expect(text).toContain("■ First aborted: 3 harmful outcomes");
    expect(text).not.toContain("• First");
  });
});

describe("live report with a terminal", () => {
  it("draws one status line again and leaves nothing of it behind", () => {
    const written = told(run(), { isTTY: true, columns: 100 });
    expect(screen(written)).toBe(
      [
        "Run r1: 8 trials, in process",
        "• First: 4 trials · 3 answered · 1 crashed · 2 faults [4/8]",
        "! could not run b4: the target did not start",
        "• Second 漢字: 4 trials · 2 answered · 1 hung · 0 faults · 1 could not run [8/8]",
        "",
      ].join("\n"),
    );
    expect(written.join("")).toContain("██░░░░░░░░ 2/8 · 2 answered · 1 fault · First");
  });

  it("never fills the last column", () => {
    for (const columns of [20, 40, 80]) {
      for (const text of told(run(), { isTTY: true, columns })) {
        for (const line of stripVTControlCharacters(text).split("\n")) expect(displayWidth(line)).toBeLessThan(columns);
      }
    }
  });

  it("uses colour only when told to", () => {
    expect(told(run(), { isTTY: true, colour: true }).join("")).toContain("\u001b[2m");
    expect(told(run(), { isTTY: true }).join("").replaceAll("\u001b[2K", "")).not.toContain("\u001b");
  });

  it("writes a bounded amount for a very long run", () => {
    const events = [
      start(10_000),
      { type: "experiment", experiment: experiment("a", "Long", 5000) } satisfies RunEvent,
      ...Array.from({ length: 10_000 }, (_, n) => trialEvents(`a${n}`, "a", "answered", 1)).flat(),
    ];
    expect(told(events, { isTTY: true }).length).toBeLessThan(1000);
  });
});
