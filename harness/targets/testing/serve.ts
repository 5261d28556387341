import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import type { TaskInput } from "../../domain/task.ts";
import { httpContracts } from "../contracts/index.ts";
import { httpTarget } from "../http.ts";

const never = new AbortController().signal;

/** A server of a test, at a port of its own. */
export async function serve(listener: RequestListener): Promise<{ readonly url: string } & AsyncDisposable> {
  const server = createServer(listener);
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

/** A session with a server that runs already, by a contract with settings as a definition would write them. */
export async function speaking(contract: string, url: string, settings: Record<string, unknown> = {}) {
  const named = httpContracts.find(({ name }) => name === contract);
  if (!named) throw new Error(`no contract ${contract}`);
  const target = httpTarget(
    {
      kind: "http",
      url,
      cwd: "/",
      environment: {},
      ready: named.ready,
      readyWithin: 20_000,
      propagates: false,
      contract: { name: contract, settings: named.settings.parse(settings) },
    },
    "target.yaml",
  );
  const session = await target.boot({}, never);
  const ask = (prompt: string, more: Partial<TaskInput> = {}, signal = never) =>
    session.perform({ id: "task", prompt, input: {}, ...more }, signal, { trial: "e/t", performance: "e/t~task" });
  const refusal = (prompt: string): Promise<string> =>
    ask(prompt).then(
      (answer) => `no error: ${JSON.stringify(answer)}`,
      (error: Error) => `${error.name}: ${error.message}`,
    );
  return { ask, refusal, [Symbol.asyncDispose]: () => session.close() };
}
