import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it, vi } from "vitest";
import { AgentCrash, type Session, TargetFailure } from "../domain/ports.ts";
import { commandTarget } from "./command.ts";

const path = (name: string): string => fileURLToPath(new URL(`testing/${name}`, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "brownout-command-"));
afterAll(() => rmSync(folder, { recursive: true }));
const never = new AbortController().signal;
const spec = {
  kind: "command" as const,
  command: [process.execPath, path("command-agent.mjs")],
  cwd: folder,
  environment: { GREETED: "world" },
};
const boot = (options = {}): Promise<Session> =>
  commandTarget(spec, "target.yaml", { graceMs: 200, ...options }).boot({}, never);
let files = 0;
const newPidFile = (): string => {
  files += 1;
  return join(folder, `pid-${files}`);
};
const ask = (session: Session, prompt: string, input: Record<string, unknown> = {}, signal = never) =>
  session.perform({ id: "task", prompt, input }, signal, { trial: "t", performance: "t~task" });
const failure = (doing: Promise<unknown>): Promise<Error> =>
  doing.then(
    (value) => new Error(`no error: ${value}`),
    (error: Error) => error,
  );

const alive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    // A killed process stays as a zombie until whoever has taken it over reaps it.
    return !/^State:\s+Z/m.test(existsSync(`/proc/${pid}/status`) ? readFileSync(`/proc/${pid}/status`, "utf8") : "");
  } catch {
    return false;
  }
};
const pidIn = async (file: string): Promise<number> => {
  await vi.waitFor(() => expect(existsSync(file) && readFileSync(file, "utf8")).toMatch(/^\d+$/), { timeout: 10_000 });
  return Number(readFileSync(file, "utf8"));
};

describe("a command target", () => {
  it("is given the task on stdin and its variables, and answers on stdout", async () => {
    const session = await boot();
    expect(await ask(session, "answer")).toEqual({ text: "task world t~task", data: { tokens: 3 } });
    const both = await Promise.all([ask(session, "text"), ask(session, "text")]);
    expect(both).toEqual([{ text: "hello" }, { text: "hello" }]);
    const over = await commandTarget(spec, "target.yaml").boot({ GREETED: "gateway" }, never);
    expect((await ask(over, "answer")).text).toContain("gateway");
  });

  it("crashes with its exit code or signal, and its last words", async () => {
    const session = await boot();
    const exited = await failure(ask(session, "exit"));
    expect(exited).toBeInstanceOf(AgentCrash);
    expect(exited.message).toMatch(/exited with code 7\.[\s\S]*the last line says why$/);
    expect(await failure(ask(session, "signal"))).toMatchObject({
      name: "AgentCrash",
      message: expect.stringMatching(/ended by SIGKILL/),
    });
  });

  it("is a broken set-up if it prints junk, too much, or does not start", async () => {
    const session = await boot({ keep: 100_000 });
    const says = async (doing: Promise<unknown>): Promise<string> => {
      const error = await failure(doing);
      expect(error).toBeInstanceOf(TargetFailure);
      return error.message;
    };
    expect(await says(ask(session, "junk"))).toMatch(
      /not JSON, a string: Loading model[\s\S]*log to stderr[\s\S]*asked for junk/,
    );
    expect(await says(ask(session, "shapeless"))).toMatch(
      /printed an object: \{"reply":"hello"\}.*"answer", "text" or "output"/,
    );
    expect(await says(ask(session, "much"))).toMatch(/too much/);
    const missing = await commandTarget({ ...spec, command: ["no-such-program", "x"] }, "target.yaml").boot({}, never);
    expect(await says(ask(missing, "text"))).toMatch(
      /Cannot start the target "no-such-program x" of target\.yaml: there is no program/,
    );
  });

  it.each([false, true])("ends with its signal (ignoring SIGTERM: %s), and gives its reason", async (stubborn) => {
    const stop = new AbortController();
    const pidFile = newPidFile();
    const asking = failure(ask(await boot(), "wait", { pidFile, stubborn }, stop.signal));
    const pid = await pidIn(pidFile);
    stop.abort(new Error("deadline"));
    expect(await asking).toMatchObject({ message: "deadline" });
    expect(alive(pid)).toBe(false);
  });

  it("takes what it started with it when it ends", async () => {
    const pidFile = newPidFile();
    expect(await ask(await boot(), "helper", { pidFile })).toEqual({ text: "answered" });
    expect(alive(await pidIn(pidFile))).toBe(false);
  });

  it("leaves nothing running when the session is closed", async () => {
    const session = await boot();
    const pidFile = newPidFile();
    const asking = failure(ask(session, "wait", { pidFile }));
    const pid = await pidIn(pidFile);
    await session.close();
    await session.close();
    expect(alive(pid)).toBe(false);
    expect(await asking).toMatchObject({ name: "AgentCrash" });
    expect(await failure(ask(session, "text"))).toMatchObject({ name: "TargetFailure" });
  });

  it.each(["SIGKILL", "SIGTERM"] as const)(
    "dies with a harness that is ended by %s, even if it ignores SIGTERM",
    async (signal) => {
      const pidFile = newPidFile();
      const harness = spawn(process.execPath, [path("harness-like.ts"), path("command-agent.mjs"), pidFile], {
        stdio: "inherit",
      });
      const pid = await pidIn(pidFile);
      expect(alive(pid)).toBe(true);
      harness.kill(signal);
      await vi.waitFor(() => expect(alive(pid)).toBe(false), { timeout: 10_000 });
    },
  );
});
