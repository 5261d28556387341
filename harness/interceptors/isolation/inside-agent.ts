import { Agent } from "node:http";
import { connect, type Socket } from "node:net";
import { runOutside } from "../outside.ts";
import type { Namespace } from "./namespace.ts";

/** An agent of Node's whose connections begin in a namespace; where nobody listens there, out here. */
export function insideAgent(namespace: Namespace): Agent {
  const agent = new Agent({ keepAlive: true });
  const open = (host: string, port: number): Promise<Socket> =>
    namespace.connect(host, port).catch(() => runOutside(() => connect({ host, port, noDelay: true })));
  return Object.assign(agent, {
    createConnection(
      { host, port }: { readonly host?: string; readonly port?: number | string },
      done: (error: Error | null, socket?: Socket) => void,
    ): undefined {
      open(host ?? "127.0.0.1", Number(port)).then(
        (socket) => done(null, socket),
        (error: Error) => done(error),
      );
    },
  });
}
