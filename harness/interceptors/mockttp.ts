import type { IncomingMessage } from "node:http";
import type { AddressInfo, Server } from "node:net";
import type { Duplex } from "node:stream";
import type { Mockttp } from "mockttp";
import { TargetFailure } from "../domain/ports.ts";

export type MockttpModule = typeof import("mockttp");

/** @throws {TargetFailure} if the package is not installed: it is large, and only this interceptor needs it. */
export async function loadMockttp(load = (): Promise<MockttpModule> => import("mockttp")): Promise<MockttpModule> {
  try {
    return await load();
  } catch (error) {
    throw new TargetFailure(
      'Cannot open the proxy of "interception: proxy": the package mockttp is not installed. Install it beside brownout: npm install --save-dev mockttp',
      { cause: error },
    );
  }
}

/** What a server of mockttp's is asked to go on with in another protocol is answered here, and not by its rules for WebSockets. */
export function answerUpgrades(
  mock: Mockttp,
  answer: (request: IncomingMessage, socket: Duplex, head: Buffer) => void,
): void {
  const { server } = mock as Mockttp & { readonly server?: Server };
  for (const listener of server?.listeners("upgrade") ?? [])
    server?.removeListener("upgrade", listener as (...given: unknown[]) => void);
  server?.on("upgrade", answer);
}

/** mockttp listens on every interface and takes no host; what answers whoever reaches it must be reached from this machine alone. */
export function loopbackOnly(given: Mockttp): Mockttp {
  const mock = given as Mockttp & { server?: Server; readonly address: AddressInfo };
  let server: Server | undefined;
  Object.defineProperty(mock, "server", {
    configurable: true,
    get: () => server,
    set(made: Server) {
      const listen = made.listen.bind(made) as (options: { port: number; host: string }) => Server;
      server = Object.assign(made, { listen: (port: number) => listen({ port, host: "127.0.0.1" }) });
    },
  });
  const start = mock.start.bind(mock);
  mock.start = async (port) => {
    await start(port);
    if (mock.address.address === "127.0.0.1") return;
    await mock.stop();
    throw new TargetFailure(
      'Cannot open the proxy of "interception: proxy": this version of mockttp listens beyond loopback. Install another: npm install --save-dev mockttp@4',
    );
  };
  return mock;
}
