import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { AgentCrash, type Session, TargetFailure } from "../domain/ports.ts";
import { moduleTarget } from "./module.ts";
import { closed } from "./testing/booted-agent.ts";

const path = (name: string): string => fileURLToPath(new URL(`testing/${name}.ts`, import.meta.url));
const target = (name: string) => moduleTarget({ kind: "module", module: path(name), clock: "real" }, "target.yaml");
const never = new AbortController().signal;
const boot = (name = "function-agent", environment = {}): Promise<Session> => target(name).boot(environment, never);
const ask = (session: Session, prompt: string, signal = never, id = "task") =>
  session.perform({ id, prompt, input: { a: 1 } }, signal, { trial: "t", performance: `t~${id}` });

describe("a module target", () => {
  it("asks a function, with the environment over the process's variables", async () => {
    const session = await boot("function-agent", { GREETED: "world" });
    expect(await ask(session, "text")).toEqual({ text: "hello world" });
    expect(await ask(session, "object")).toEqual({ text: "hello", data: { input: { a: 1 } } });
    expect(await Promise.all([ask(session, "x", never, "a"), ask(session, "x", never, "b")])).toEqual([
      { text: "done a" },
      { text: "done b" },
    ]);
  });

  it("boots an agent of its own for each session, and closes it once", async () => {
    const booting = target("booted-agent");
    const [one, two] = [await booting.boot({}, never), await booting.boot({}, never)];
    expect(await ask(one, "")).toEqual({ text: "agent 1, question 1" });
    expect(await ask(two, "")).toEqual({ text: "agent 2, question 1" });
    expect(await ask(one, "")).toEqual({ text: "agent 1, question 2" });
    await one.close();
    await one.close();
    expect(closed).toEqual([1]);
    await two.close();
  });

  it("lays a crash to the agent, with the beginning of its stack and its cause", async () => {
    const session = await boot();
    const crash = await ask(session, "throw").catch((error: unknown) => error);
    expect(crash).toBeInstanceOf(AgentCrash);
    expect(String(crash)).toMatch(
      /TypeError: no such tool\n\s+at .*function-agent\.ts[\s\S]*caused by Error: the root of it/,
    );
    await expect(ask(session, "throw a string")).rejects.toThrow("just text");
  });

  it("lays what the agent lets go of to the performance that it belongs to", async () => {
    const session = await boot();
    const results = await Promise.allSettled([
      ask(session, "stray rejection", never, "one"),
      ask(session, "stray exception", never, "two"),
      ask(session, "work", never, "three"),
      ask(session, "late stray", never, "four"),
    ]);
    expect(results).toMatchObject([
      { status: "rejected", reason: { name: "AgentCrash", message: expect.stringContaining("stray of one") } },
      { status: "rejected", reason: { name: "AgentCrash", message: expect.stringContaining("thrown by two") } },
      { status: "fulfilled", value: { text: "done three" } },
      { status: "fulfilled", value: { text: "in time" } },
    ]);
    // The late one goes to nobody, and does not end the process.
    await ask(session, "work");
  });

  it.each(["wait", "deaf"])("leaves an agent that is told to stop (%s) with the signal's reason", async (prompt) => {
    const stop = new AbortController();
    const asking = ask(await boot(), prompt, stop.signal);
    stop.abort(new Error("deadline"));
    await expect(asking).rejects.toThrow("deadline");
    await expect(ask(await boot(), prompt, AbortSignal.abort(new Error("before")))).rejects.toThrow("before");
  });

  it("says what is wrong with a target, what it wants, and where", async () => {
    const failure = async (doing: Promise<unknown>) => {
      const error = await doing.catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(TargetFailure);
      return String(error);
    };
    expect(await failure(boot("junk-agent"))).toMatch(
      /junk-agent\.ts \(target\.yaml\).*must be a function.*defineTarget/,
    );
    expect(await failure(boot("missing"))).toMatch(/Cannot load the target .*missing\.ts \(target\.yaml\)/);
    expect(await failure(boot("booted-agent", { FAIL_TO_BOOT: "1" }))).toMatch(/did not start: Error: no database/);
    expect(await failure(ask(await boot(), "junk"))).toMatch(
      /answered with an object: \{"reply":"hello"\}; it must answer with a string/,
    );
  });
});
