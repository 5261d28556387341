import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HistoryReport } from "../../domain/history.ts";
import { openHistory } from "../../store/index.ts";
import { cli, cliHere, type Project, project } from "../../testing/child-cli.ts";
import { simulateNights } from "../../testing/simulated-nights.ts";
import { type Files, small } from "../../testing/small-project.ts";

/** One pair each for two tasks, where runs are kept by default. */
const files: Files = { "experiment.yaml": small["experiment.yaml"].replace("repeats: 3", "repeats: 10") };
const night = ["run", "experiment.yaml", "-q", "--format", "json"];
const shown = async ({ cwd }: Project, ...more: readonly string[]): Promise<HistoryReport> =>
  JSON.parse((await cliHere(["history", "--format", "json", ...more], cwd)).stdout);
const runsOf = ({ cwd }: Project): readonly string[] => readdirSync(join(cwd, "reports/runs")).sort();

/** Asks once more before it gives up, and then leaves that off. */
const patient = small["agent.ts"].replace("I could not look that up.", "Your order has shipped.");

describe("real nights", { timeout: 120_000 }, () => {
  it("are written down, and the morning after a mitigation is gone the history says so", async () => {
    using folder = project({ ...files, "agent.ts": patient });
    for (let index = 0; index < 6; index += 1) await cliHere(night, folder.cwd);
    const before = await shown(folder);
    expect(before.runs.map(({ run }) => run).sort()).toEqual(runsOf(folder));
    expect(before.changes).toEqual([]);
    expect(before.flakes).toMatchObject([{ changed: 0, compared: 100, runs: 5 }]);

    writeFileSync(join(folder.cwd, "agent.ts"), small["agent.ts"]);
    // A process of its own: in this one the agent has been imported.
    await cli(night, folder.cwd);
    const after = await shown(folder);
    const last = after.runs.at(-1)?.run;
    expect(after.changes).toContainEqual(
      expect.objectContaining({
        what: "answer-correctness",
        since: last,
        said: last,
        otherwise: ["the file agent.ts"],
      }),
    );
    const { stdout } = await cliHere(["history"], folder.cwd);
    expect(stdout).toContain("experiment · answer-correctness fell from 100% (120 of 120 in 6 runs)");
    expect(stdout).not.toContain("orders · answer-correctness fell");
  });

  it("are written down unless they are only a part, kept elsewhere, or not wanted", async () => {
    using folder = project(files);
    await cliHere([...night, "--only", "experiment/where/1"], folder.cwd);
    await cliHere([...night, "--shard", "1/2"], folder.cwd);
    await cliHere([...night, "-o", "elsewhere"], folder.cwd);
    await cliHere([...night, "--no-history"], folder.cwd);
    writeFileSync(join(folder.cwd, "gate.yaml"), "experiments: { broken: 0 }\n");
    await cliHere(["gate", "experiment.yaml", "-q"], folder.cwd);
    expect(existsSync(join(folder.cwd, "reports/history.db"))).toBe(false);
    const [made = ""] = readdirSync(join(folder.cwd, "elsewhere"));
    const day = join(folder.cwd, "reports/runs/20200101-020000-abcdef");
    mkdirSync(day);
    const led = readFileSync(join(folder.cwd, "elsewhere", made, "journal.jsonl"), "utf8").replaceAll(
      made,
      "20200101-020000-abcdef",
    );
    writeFileSync(
      join(day, "journal.jsonl"),
      led.replace('"command":["brownout","run"', '"command":["brownout","gameday"'),
    );
    const { stdout, stderr } = await cliHere(["history", "import"], folder.cwd);
    expect(stdout).toBe("1 added to reports/history.db, 0 known already, 4 left out.\n");
    expect(stderr).toContain("ran only experiment/where/1.");
    expect(stderr).toContain("is shard 1 of 2.");
    expect(stderr).toContain("is of a gate");
    expect(stderr).toContain("20200101-020000-abcdef is a game day");
    expect((await cliHere(["history", "import"], folder.cwd)).stdout).toContain(
      "0 added to reports/history.db, 1 known",
    );
  });

  it("are none where a budget or the kill switch cut them off, and are where their own condition did", async () => {
    using folder = project({
      ...files,
      "suites/cut.yaml": "title: Cut\nexperiments: [../experiment.yaml]\nbudget: { wallTime: 1ms }\n",
      "stopped.yaml": `${small["experiment.yaml"]}abortWhen: [{ wallTime: 1ms }]\n`,
      "halt.now": "",
    });
    const json = ["-q", "--format", "json"];
    const cut = await cliHere(["run", "suites/cut.yaml", ...json], folder.cwd);
    const halted = await cliHere([...night, "--halt-file", "halt.now"], folder.cwd);
    const stopped = await cliHere(["run", "stopped.yaml", ...json], folder.cwd);
    expect([cut, halted, stopped].map(({ code }) => code)).toEqual([4, 4, 4]);
    expect((await shown(folder)).runs.map(({ run }) => run)).toEqual([JSON.parse(stopped.stdout).run]);
    const { stderr } = await cliHere(["history", "import"], folder.cwd);
    expect(stderr).toMatch(/was ended before all of it had run, by its budget or the kill switch\./);
  });

  it("that are gone on with look back as all others do", async () => {
    using folder = project({ "experiment.yaml": small["experiment.yaml"] });
    await cliHere(night, folder.cwd);
    const [first = ""] = runsOf(folder);
    await cliHere(night, folder.cwd);
    const second = join(folder.cwd, "reports/runs", runsOf(folder).find((run) => run !== first) ?? "");
    const journal = join(second, "journal.jsonl");
    writeFileSync(journal, readFileSync(journal, "utf8").split("\n").slice(0, -20).join("\n"));
    rmSync(join(second, "report.html"));
    expect(await cliHere(["run", "--resume", second, "-q"], folder.cwd)).toMatchObject({ code: 0 });
    expect(readFileSync(join(second, "report.html"), "utf8")).toContain(first);
  });

  it("count for what they are where the history cannot be written", async () => {
    using folder = project(files);
    mkdirSync(join(folder.cwd, "reports"));
    writeFileSync(join(folder.cwd, "reports/history.db"), "this is no database, and it is not to be overwritten");
    const { code, stderr } = await cliHere(night, folder.cwd);
    expect(code).toBe(0);
    expect(stderr).toMatch(/was not added to the history.*damaged, or is no database/);
    expect(readFileSync(join(folder.cwd, "reports/history.db"), "utf8")).toContain("not to be overwritten");
    expect(await cliHere(["history"], folder.cwd)).toMatchObject({ code: 5, stdout: "" });
  });
});

describe("history", () => {
  it("shows what is asked for, and what there is for what is not there", async () => {
    using folder = project();
    const none = await cliHere(["history"], folder.cwd);
    expect(none).toMatchObject({ code: 5 });
    expect(none.stderr).toContain("brownout history import");
    {
      using history = await openHistory(join(folder.cwd, "reports/history.db"));
      const nights = { name: "cli", nights: 20, experiments: 2, trials: 20 } as const;
      for (const one of simulateNights({ ...nights, correct: (at, index) => (index === 1 && at > 14 ? 0.2 : 0.9) }))
        history.record(one);
    }
    const one = await shown(folder, "--experiment", "knowledge/question-0", "--since", "2026-01-11");
    expect(one.runs).toHaveLength(10);
    expect(one.changes).toEqual([]);
    expect(one.trends.map(({ where, points }) => [where, points.length])).toEqual([["knowledge/question-0", 10]]);
    expect((await shown(folder, "--finding", "stale-read")).changes.every(({ of }) => of === "finding")).toBe(true);
    const wrong = await cliHere(["history", "--experiment", "knowledge/question-9"], folder.cwd);
    expect(wrong).toMatchObject({ code: 2 });
    expect(wrong.stderr).toMatch(/no experiment "knowledge\/question-9".*knowledge\/question-0/);
    expect((await cliHere(["history", "--since", "soon"], folder.cwd)).stderr).toContain('"soon" is no time');
  });
});
