import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cli, processesWith, project, startCli, until } from "../testing/child-cli.ts";
import { type Files, small } from "../testing/small-project.ts";

let marks = 0;
/** A text that only the processes of one test carry in their command lines. */
const newMark = (): string => {
  marks += 1;
  return `brownout-mark-${process.pid}-${marks}`;
};

/** Answers one task and hangs in the other, with a process of its own beside it that does not listen to SIGTERM. */
const stubborn = `import { spawn } from "node:child_process";
const task = JSON.parse(await new Response(process.stdin as never).text());
if (task.id === "where") {
  process.stdout.write('"It has shipped."');
} else {
  process.on("SIGTERM", () => {});
  spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)", process.argv[2] ?? ""], { stdio: "ignore" });
  setInterval(() => {}, 1000);
}
`;
const asCommand = (mark: string): Files => ({
  "experiment.yaml": small["experiment.yaml"]
    .replace("target.yaml", "command.yaml")
    .replace("seed: 7", "seed: 7\ntags: [x]"),
  "command.yaml": small["command.yaml"].replace("command.ts", `command.ts, ${mark}`),
  "command.ts": stubborn,
});
const run = ["run", "experiment.yaml", "-q", "-o", "runs", "-c", "4"];

/** Started, with trials that have ended and four processes that hang. */
async function underWay(mark: string, folder: ReturnType<typeof project>) {
  const running = startCli(run, folder.cwd);
  const ended = (): number =>
    existsSync(folder.journal()) ? readFileSync(folder.journal(), "utf8").split('"type":"trial-ended"').length - 1 : 0;
  await until(() => ended() >= 2 && processesWith(mark).length >= 6, "trials that have ended and others that hang");
  return running;
}

describe.concurrent("a run that is cut off", { timeout: 60_000 }, () => {
  it("by kill -9 leaves a journal to the last event, a report of it, and no process", async () => {
    const mark = newMark();
    using folder = project(asCommand(mark));
    const { child, ended } = await underWay(mark, folder);
    child.kill("SIGKILL");
    expect((await ended).signal).toBe("SIGKILL");
    await until(() => processesWith(mark).length === 0, "the end of every process of the target");

    const events = folder.events();
    expect(events[0]?.type).toBe("run-started");
    const finished = events.filter(({ type }) => type === "trial-ended").length;
    expect(finished).toBeGreaterThanOrEqual(2);
    expect(events.some(({ type }) => type === "run-ended")).toBe(false);

    const report = await cli(["report", "latest", "-o", "runs", "--format", "json"], folder.cwd);
    const {
      ended: how,
      verdict,
      experiments,
    } = JSON.parse(report.stdout) as {
      ended: string;
      verdict: string;
      experiments: { trials: { planned: number; finished: number; failed: number } }[];
    };
    expect([how, verdict, report.stderr]).toEqual(["cut", "inconclusive", ""]);
    expect(experiments[0]?.trials).toMatchObject({ planned: 12, finished });
    expect(report.code).toBe(3);
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s ends in order with code %i", async (signal, code) => {
    const mark = newMark();
    using folder = project(asCommand(mark));
    const { child, ended } = await underWay(mark, folder);
    child.kill(signal);
    expect(await ended).toMatchObject({ code, signal: null, stderr: "" });
    expect(processesWith(mark)).toEqual([]);

    const events = folder.events();
    expect(events.at(-1)).toMatchObject({ type: "run-ended", reason: "interrupted", detail: signal });
    const started = events.filter(({ type }) => type === "trial-started").length;
    const finished = events.filter(({ type }) => type === "trial-ended").length;
    expect(finished).toBeGreaterThanOrEqual(2);
    expect(started).toBeGreaterThan(finished);
    expect(events.some(({ type }) => type === "trial-failed")).toBe(false);
    expect((await cli(["report", "latest", "-o", "runs"], folder.cwd)).stdout).toMatch(/interrupted/i);
  });

  it("ends at once at a second Ctrl-C, and leaves no process then either", async () => {
    const mark = newMark();
    using folder = project(asCommand(mark));
    const { child, ended } = await underWay(mark, folder);
    child.kill("SIGINT");
    await new Promise((resolve) => setTimeout(resolve, 100));
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    await until(() => processesWith(mark).length === 0, "the end of every process of the target");
  });

  it("ends an agent in this process that listens to nothing", async () => {
    using folder = project({
      "target.yaml": `${small["target.yaml"]}clock: real\n`,
      "agent.ts": "export default () => { setInterval(() => {}, 10); return new Promise(() => {}); };\n",
    });
    const { child, ended } = startCli(run, folder.cwd);
    await until(
      () => existsSync(folder.journal()) && readFileSync(folder.journal(), "utf8").includes("trial-started"),
      "a trial",
    );
    child.kill("SIGINT");
    expect((await ended).code).toBe(130);
    expect(folder.events().at(-1)).toMatchObject({ type: "run-ended", reason: "interrupted" });
  });
});
