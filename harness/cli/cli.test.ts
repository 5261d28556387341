import { execFileSync } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, truncateSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { all, check, stack } from "../testing/check-cli.ts";
import { cli, cliHere, project } from "../testing/child-cli.ts";
import { command, experiment, http, port, server } from "../testing/small-project.ts";

const run = ["run", "experiment.yaml", "-q", "-o", "runs"];

describe.concurrent("an agent that fails by itself", { timeout: 60_000 }, () => {
  it("is a crash with its last words and no broken set-up: a command that dies mid-task", async () => {
    using folder = project(command("console.error('out of memory'); process.kill(process.pid, 'SIGKILL');\n"));
    const ended = await cli(run, folder.cwd);
    const crashes = folder.events().filter((event) => event.type === "performance-ended");
    expect(crashes).toHaveLength(4);
    for (const crash of crashes)
      expect(crash).toMatchObject({ end: "crashed", error: expect.stringMatching(/ended by SIGKILL.*out of memory/s) });
    // Also without a fault: the experiment shows nothing.
    expect([ended.code, all(ended)]).toEqual([3, expect.stringMatching(/control arm is unsteady/)]);
  });

  it("is a crash too: a server that dies mid-task", async () => {
    using folder = project(http(server("process.exit(9);")));
    const ended = await cli(run, folder.cwd);
    const [crash] = folder.events().filter((event) => event.type === "performance-ended");
    expect(crash).toMatchObject({
      end: "crashed",
      error: expect.stringContaining(`127.0.0.1:${port}/tasks broke off`),
    });
    expect(ended.code).toBe(3);
  });
});

describe.concurrent("exit codes", { timeout: 60_000 }, () => {
  it.each([
    ["held", {}, 0],
    [
      "broken",
      experiment(
        "completion-rate: { atLeast: 0.5, decide: point }",
        "answer-correctness: { atLeast: 0.8, of: control }",
      ),
      1,
    ],
    ["inconclusive", experiment("    into: { tool: orders }", "    into: { tool: orders }\n    when: { nth: 99 }"), 3],
    ["aborted", experiment("seed: 7", "seed: 7\nabortWhen: [{ outcome: failed-safe, count: 1 }]"), 4],
  ] as const)("%s", async (word, files, code) => {
    using folder = project(files);
    const ended = await cli(run, folder.cwd);
    expect([word, ended.code, ended.stderr]).toEqual([word, code, ""]);
    // `report` reads the same from the journal, and says the same.
    const again = await cliHere(["report", "latest", "-o", "runs"], folder.cwd);
    expect([again.code, again.stdout]).toEqual([code, ended.stdout.split("\nJournal and reports")[0]]);
  });
});

describe.concurrent("a stack trace", { timeout: 60_000 }, () => {
  it("is shown with --debug only", async () => {
    using folder = project({ "mocks.ts": "export default 42;\n" });
    expect(all(await cli(["--debug", ...run], folder.cwd))).toMatch(stack);
  });
});

describe("help", () => {
  it.each(["run", "plan", "validate", "list", "report", "coverage", "gateway", "demo", "init", "schema"])(
    "of %s",
    async (name) => {
      using folder = project();
      const ended = await cliHere([name, "--help"], folder.cwd);
      expect([ended.code, ended.stderr]).toEqual([0, ""]);
      expect(ended.stdout).toMatch(new RegExp(`^Usage: brownout ${name} `));
    },
  );

  it("names every command, and the exit codes", async () => {
    using folder = project();
    const ended = await cliHere(["--help"], folder.cwd);
    for (const word of ["run", "plan", "validate", "list", "report", "gateway", "demo", "init", "130/143"])
      expect(ended.stdout).toContain(word);
  });

  it("names commands in the order of use, the demo last", async () => {
    using folder = project();
    const { stdout } = await cliHere(["--help"], folder.cwd);
    const named = [...stdout.matchAll(/^ {2}([a-z]+)(?: [[<]| {3})/gm)].map(([, name]) => name);
    expect(named).toEqual([
      "init",
      "validate",
      "doctor",
      "plan",
      "run",
      "merge",
      "gate",
      "baseline",
      "report",
      "history",
      "prune",
      "explain",
      "judge",
      "list",
      "coverage",
      "gateway",
      "gameday",
      "halt",
      "mcp",
      "schema",
      "demo",
      "help",
    ]);
    const examples = [...stdout.matchAll(/^ {2}brownout ([a-z]+)/gm)].map(([, name]) => name);
    expect(examples).toEqual(["init", "validate", "doctor", "run", "run", "gate", "explain", "report", "demo"]);
  });
});

describe.concurrent("the machine", { timeout: 60_000 }, () => {
  it.each([
    ["gateway", "experiment.yaml", "-o", "runs"],
    [...run, "--gateway"],
  ])("has no port left: %s %s", async (...args) => {
    const taken = createServer().listen(0, "127.0.0.1");
    await new Promise((resolve) => taken.once("listening", resolve));
    const address = taken.address();
    const port = String(typeof address === "object" ? address?.port : 0);
    using folder = project();
    const ended = await cli([...args, "--port", port], folder.cwd);
    taken.close();
    check(ended, 5, [
      new RegExp(
        `Cannot open the gateway on 127\\.0\\.0\\.1:${port}: another process is listening there\\. Choose another port`,
      ),
    ]);
  });

  it("has a full disk: the run stops, says so, and what was written can be read", async ({ skip }) => {
    using folder = project(experiment("repeats: 3", "repeats: 80"));
    const disk = join(folder.cwd, "runs");
    mkdirSync(disk);
    try {
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], { stdio: "ignore" });
    } catch {
      skip("needs the right to mount a small disk");
    }
    try {
      const ended = await cli(run, folder.cwd);
      check(ended, 5, [
        /Cannot write to the journal .*journal\.jsonl: the disk is full/,
        /brownout report/,
        /Make room and run again/,
      ]);
      const report = await cliHere(["report", "latest", "-o", "runs", "--format", "markdown"], folder.cwd);
      expect(all(report)).not.toMatch(stack);
      expect(report.stdout).toMatch(/The order service is down/);
    } finally {
      execFileSync("umount", [disk]);
    }
  });

  it("was switched off in the middle of a line: the report works and says so", async () => {
    using folder = project();
    await cli(run, folder.cwd);
    const file = folder.journal();
    const { length } = readFileSync(file);
    truncateSync(file, length - 40);
    const ended = await cliHere(["report", "latest", "-o", "runs"], folder.cwd);
    expect(all(ended)).toMatch(/The last line is cut short\s+and was left out/);
    expect(all(ended)).toMatch(/The order service is down/);
    expect(all(ended)).not.toMatch(stack);
    // A line that is damaged in the middle is not passed over.
    appendFileSync(file, '\n{"type":"run-ended","reason":"finished"}\n');
    check(await cliHere(["report", "latest", "-o", "runs"], folder.cwd), 5, [
      /journal\.jsonl:\d+ Cannot read this line/,
      /cut it before line \d+/,
    ]);
  });
});
