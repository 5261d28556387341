import type { Server } from "node:net";
import { TargetFailure } from "../domain/ports.ts";

/** @throws {TargetFailure} if the port cannot be had */
export function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "another process is listening there" : error.message;
      const next = "Choose another port, or none to take any free one.";
      reject(new TargetFailure(`Cannot open the gateway on ${host}:${port}: ${why}. ${next}`, { cause: error }));
    });
    server.listen({ host, port, backlog: 1024 }, resolve);
  });
}
