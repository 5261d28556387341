/**
 * Runs inside a network namespace and keeps it: opens sockets there on request and hands them to its parent, which uses them as its
 * own. It ends when the parent is gone, however that came about.
 */
import { createSocket } from "node:dgram";
import { connect, createServer } from "node:net";
import type { HolderRequest } from "./requests.ts";

const refused = (id: number, error: NodeJS.ErrnoException): void => {
  if (process.connected) process.send?.({ id, error: error.code ?? error.message });
};

function open({ id, what, host, port }: HolderRequest): void {
  if (what === "listen") {
    const server = createServer();
    server.once("error", (error) => refused(id, error));
    server.listen({ host, port, ipv6Only: host.includes(":"), backlog: 511 }, () =>
      process.send?.({ id }, server, () => server.close()),
    );
  } else if (what === "datagrams") {
    const socket = createSocket("udp4");
    socket.once("error", (error) => refused(id, error));
    socket.bind({ address: host, port }, () => process.send?.({ id }, socket, () => socket.close()));
  } else {
    const socket = connect({ host, port });
    socket.pause(); // what comes is for the parent to read
    socket.once("error", (error) => refused(id, error));
    socket.once("connect", () => process.send?.({ id }, socket));
  }
}

// Whatever is under way is of no use to anybody.
process.on("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.on("message", (request) => open(request as HolderRequest));
process.send?.({ ready: true });
