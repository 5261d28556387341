import { bridge, type Client } from "./bridge.ts";
import { placeOf } from "./place.ts";
import { endAs, startServer } from "./server.ts";

export interface Wrapped {
  /** The server's own command. */
  readonly command: readonly string[];
  /** The dependency that it is, in the system map. */
  readonly as?: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly client: Client;
  /** Ties a process group to our own life. */
  tie(group: number): void;
}

/**
 * Starts an MCP server in the place where its client would: outside of a trial it has the client's own streams, and inside each
 * message of a call goes through the gateway. The exit code is the server's.
 * @throws {Error} if it cannot be started, or the trial knows no such server.
 */
export async function wrapServer({ command, as, environment, client, tie }: Wrapped): Promise<number> {
  const place = placeOf(as, environment);
  const server = await startServer(command, place === undefined ? "inherit" : "pipe", tie);
  return endAs(await (place === undefined ? server.ended : bridge(server, place, client)));
}
