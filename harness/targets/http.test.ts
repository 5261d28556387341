import { fileURLToPath } from "node:url";
import { describe, expect, it, vi } from "vitest";
import { AgentCrash, type Session, TargetFailure } from "../domain/ports.ts";
import { freePort } from "../testing/free-port.ts";
import { httpTarget } from "./http.ts";

const agent = fileURLToPath(new URL("testing/http-agent.mjs", import.meta.url));
const never = new AbortController().signal;
const specAt = (port: number, mode = "") => ({
  kind: "http" as const,
  url: `http://127.0.0.1:${port}/ask`,
  start: [process.execPath, agent, String(port), mode],
  cwd: "/",
  environment: { GREETED: "world" },
  ready: "/ready",
  readyWithin: 10_000,
  propagates: false,
});
const options = { graceMs: 200 };
const started = async (mode = ""): Promise<AsyncDisposable & { session: Session; port: number }> => {
  const port = await freePort();
  const session = await httpTarget(specAt(port, mode), "target.yaml", options).boot({}, never);
  return { session, port, [Symbol.asyncDispose]: () => session.close() };
};
const ask = (session: Session, prompt: string, signal = never) =>
  session.perform({ id: "task", prompt, input: { a: 1 } }, signal, { trial: "e/t", performance: "e/t~task" });
const failure = (doing: Promise<unknown>): Promise<Error> =>
  doing.then(
    (value) => new Error(`no error: ${value}`),
    (error: Error) => error,
  );

describe("an http target", () => {
  it("is started, asked by POST, told whose task it is, and ended", async () => {
    const { session, port } = await started("slow");
    const answer = await ask(session, "json");
    expect(answer.text).toBe("task world");
    const { headers, input } = answer.data as { headers: Record<string, string>; input: unknown };
    expect(input).toEqual({ a: 1 });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      traceparent: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
      baggage: "brownout.trial=e%2Ft,brownout.performance=e%2Ft~task",
    });
    expect(await ask(session, "text")).toEqual({ text: "plain words" });
    expect(await ask(session, "chat stream")).toEqual({ text: "Hello" });
    await session.close();
    await session.close();
    await expect(fetch(`http://127.0.0.1:${port}/ready`)).rejects.toThrow();
  });

  it("crashes with a status, an error in its stream, or a connection that breaks", async () => {
    await using running = await started();
    const crash = async (prompt: string): Promise<string> => {
      const error = await failure(ask(running.session, prompt));
      expect(error).toBeInstanceOf(AgentCrash);
      return error.message;
    };
    expect(await crash("error")).toMatch(/status 500: \{"error":"boom"\}/);
    expect(await crash("failing stream")).toMatch(/reported in its stream: model gone/);
    expect(await crash("die")).toMatch(/broke off: .* exited with code 1\.\nout of memory/);
    // The kernel may still take a connection or two for a server that is on its way out.
    await vi.waitFor(async () => expect(await crash("json")).toMatch(/broke off: .*ECONNREFUSED/));
  });

  it("is a broken set-up if it answers with something else", async () => {
    await using running = await started();
    const says = async (prompt: string): Promise<string> => {
      const error = await failure(ask(running.session, prompt));
      expect(error).toBeInstanceOf(TargetFailure);
      return error.message;
    };
    expect(await says("html")).toMatch(/not JSON, a string: <h1>Welcome/);
    expect(await says("shapeless")).toMatch(/\{"reply":1\}.*"answer", "text" or "output"/);
    expect(await says("empty stream")).toMatch(/streamed 1 events with no text/);
  });

  it("gives up with the signal's reason, and when it is closed", async () => {
    await using running = await started();
    const stop = new AbortController();
    const asking = failure(ask(running.session, "never", stop.signal));
    stop.abort(new Error("deadline"));
    expect(await asking).toMatchObject({ message: "deadline" });
    const left = failure(ask(running.session, "never"));
    await running.session.close();
    expect(await left).toMatchObject({ message: expect.stringMatching(/closed/) });
  });

  it("says why it did not become ready", async () => {
    const says = async (spec: Parameters<typeof httpTarget>[0]): Promise<string> => {
      const error = await failure(httpTarget(spec, "target.yaml", options).boot({}, never));
      expect(error).toBeInstanceOf(TargetFailure);
      return error.message;
    };
    const port = await freePort();
    expect(await says(specAt(port, "dies"))).toMatch(
      /exited with code 3 before it was ready[\s\S]*cannot find the model/,
    );
    const { start: _, ...running } = specAt(port);
    expect(await says({ ...running, readyWithin: 100 })).toMatch(
      /not ready within 100 ms: nothing answered at .*Start it first/,
    );
    expect(await says({ ...specAt(port, "slow"), readyWithin: 100 })).toMatch(/not ready within 100 ms/);
    await using occupied = await started();
    expect(await says(specAt(occupied.port))).toMatch(/something answers at .* already/);
  });

  it("stops starting when it is told to", async () => {
    const stop = new AbortController();
    const port = await freePort();
    const { start: _, ...spec } = specAt(port);
    const booting = failure(httpTarget(spec, "target.yaml").boot({}, stop.signal));
    stop.abort(new Error("interrupted"));
    expect(await booting).toMatchObject({ message: "interrupted" });
  });
});
