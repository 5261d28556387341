import { type AddressInfo, createServer, type Socket } from "node:net";
import { scenarios } from "./scenarios.ts";

/** A plain TCP server that plays scenarios by the last part of the path: the truth that the interceptors are held to. */
export async function realServer(): Promise<{ readonly origin: string } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (bytes) => {
      const target = bytes.toString().split(" ")[1] ?? "";
      const name = decodeURIComponent(target.split("/").at(-1) ?? "");
      const wire = scenarios[name]?.wire;
      if (!wire) return void socket.destroy();
      const [first, ...rest] = wire.writes;
      if (first !== undefined) socket.write(first);
      for (const text of rest) socket.write(text);
      // The client must have read what was sent, or the reset may overtake it.
      if (wire.after === "fin") socket.end();
      if (wire.after === "rst") setTimeout(() => socket.resetAndDestroy(), first === undefined ? 0 : 50);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
