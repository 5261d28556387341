import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { memoryWire } from "./memory-wire.ts";

/**
 * A connection that an HTTP/2 client has made by itself (gRPC does), as a stream. Given the socket itself, a session would write
 * past the interceptor of the sockets, which waits for the first bytes to decide: both would wait for ever.
 */
export function ownConnection(connection: Duplex): Duplex {
  if (!(connection instanceof Socket)) return connection;
  const { client, server } = memoryWire();
  connection.on("error", (error) => client.destroy(error));
  connection.on("close", () => client.destroy());
  client.on("close", () => connection.destroy());
  server.on("error", () => {}); // the client's end has it
  server.pipe(connection).pipe(server);
  return client;
}
