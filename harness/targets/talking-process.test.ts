import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { commandTarget } from "./command.ts";

const agent = fileURLToPath(new URL("testing/lines-agent.mjs", import.meta.url));
const { signal } = new AbortController();
const target = (shared: boolean) =>
  commandTarget(
    {
      kind: "command",
      command: [process.execPath, agent],
      cwd: "/",
      environment: {},
      contract: { name: "lines", settings: {} },
      ...(shared ? { process: "shared" } : {}),
    },
    "target.yaml",
    { graceMs: 200 },
  );
const thrown = (doing: Promise<unknown>): Promise<string> =>
  doing.then((value) => `no error: ${JSON.stringify(value)}`, String);

it("asks one process many things at once, and takes back what nobody waits for", async () => {
  const session = await target(false).boot({ GREETED: "world" }, signal);
  await using _closing = { [Symbol.asyncDispose]: () => session.close() };
  const ask = (prompt: string, stop = signal) =>
    session.perform({ id: prompt, prompt, input: {} }, stop, { trial: "e/t", performance: `e/t~${prompt}` });
  const stop = new AbortController();
  const waiting = thrown(ask("wait", stop.signal));
  // Answered in the order that the agent likes: the first after the second.
  const [first, second] = await Promise.all([ask("first"), ask("second")]);
  expect([first.text, second.text]).toEqual(["first world e/t~first", "second world e/t~second"]);
  stop.abort(new Error("deadline"));
  expect(await waiting).toBe("Error: deadline");
  expect((await ask("cancelled")).text).toBe("1");
  expect(await thrown(ask("fail"))).toMatch(/^AgentCrash: .*answered with an error: model gone/);
  expect(await thrown(ask("shapeless"))).toMatch(/^TargetFailure: .*\{"reply":1\}/);
  expect(await thrown(ask("junk"))).toMatch(/^TargetFailure: .*printed what is not JSON, a string: Loading model/);
});

it("is shared by trials, started again when it has died, and ended with the target", async () => {
  const shared = target(true);
  expect(shared.shared).toBe(true);
  const asked = async (prompt: string): Promise<string> => {
    const session = await shared.boot({}, signal);
    const answer = await session
      .perform({ id: "t", prompt, input: {} }, signal, { trial: "e/t" })
      .finally(() => session.close());
    return answer.text;
  };
  const pid = await asked("pid");
  expect(await asked("pid")).toBe(pid);
  expect(await thrown(asked("die"))).toMatch(/^AgentCrash: .*exited with code 3\.\nout of memory/);
  const next = Number(await asked("pid"));
  expect(next).not.toBe(Number(pid));
  await shared.close?.();
  expect(() => process.kill(next, 0)).toThrow(/ESRCH/);
});
