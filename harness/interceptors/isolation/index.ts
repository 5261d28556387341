import { createServer, type Server, type Socket } from "node:net";
import { type Interceptor, type Isolation, TargetFailure } from "../../domain/ports.ts";
import type { PortInterceptor } from "../gateway.ts";
import { openCell, type Surroundings } from "./cell.ts";
import { joined } from "./join.ts";
import type { Namespace } from "./namespace.ts";
import type { NamespacePool } from "./pool.ts";

/** Where databases, queues, model servers and the like listen: hosts that are allowed by name are reached there too. */
const common = [
  22, 25, 80, 389, 443, 465, 587, 636, 993, 1433, 1521, 1883, 3000, 3306, 4222, 4317, 4318, 5000, 5432, 5671, 5672,
  6333, 6334, 6379, 6443, 7474, 7687, 8000, 8080, 8086, 8123, 8200, 8443, 8529, 8883, 8888, 9000, 9042, 9090, 9092,
  9200, 9243, 9443, 10250, 11211, 11434, 15672, 19530, 27017, 50051,
];

/**
 * Has programs start in network namespaces of their own, where nothing but this interception and loopback can be reached, whatever they
 * are written in. `automatic`: where this machine has none to give, they start as before, and the reason is said.
 */
export const isolating = (
  inner: PortInterceptor,
  wanted: "automatic" | "network",
  pool: NamespacePool,
): Interceptor => ({
  async open(router) {
    await using opening = new AsyncDisposableStack();
    const gate = opening.use(await inner.open(router));
    const ports = new Set(common);
    const surroundings: Surroundings = { router, port: gate.port, take: gate.take, ports: () => ports };
    const made = await openIsolation(surroundings, pool).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      if (wanted === "automatic") return `this machine gives no network namespace: ${why}`;
      throw new TargetFailure(
        `Cannot isolate the target: ${why}. Allow network namespaces (unshare --user --net), run where they are allowed, or set "isolation: automatic".`,
      );
    });
    if (typeof made === "string") {
      const open = opening.move();
      return { ...gate, isolated: { kind: "none", reason: made }, [Symbol.asyncDispose]: () => open.disposeAsync() };
    }
    opening.defer(() => made.close());
    const open = opening.move();
    return {
      ...gate,
      isolation: made.isolation,
      isolated: { kind: "network" },
      environment(scope, dependencies) {
        for (const { url } of dependencies) {
          const { port } = new URL(url);
          if (port !== "") ports.add(Number(port));
        }
        return gate.environment(scope, dependencies);
      },
      [Symbol.asyncDispose]: () => open.disposeAsync(),
    };
  },
});

/** One network for all programs of an interception, as there is one without it. */
async function openIsolation(surroundings: Surroundings, pool: NamespacePool) {
  const namespace = await pool.take();
  const cell = await openCell(namespace, surroundings).catch(async (error: unknown) => {
    // What is half open in there is of no use to the next.
    await namespace.close();
    throw error;
  });
  /** Where programs in there are asked from outside. */
  const doors = new Set<number>();
  const isolation: Isolation = {
    async enter(listensAt) {
      if (namespace.gone())
        throw new TargetFailure("Cannot isolate the target: the process that keeps its network has ended.");
      if (listensAt) doors.add(listensAt.port);
      await cell.refresh(doors);
      const door = listensAt && (await openDoor(namespace, listensAt));
      return {
        command: namespace.command,
        async leave() {
          await door?.close();
          if (listensAt) doors.delete(listensAt.port);
        },
      };
    },
  };
  return {
    isolation,
    close() {
      cell.close();
      pool.give(namespace);
    },
  };
}

/** What listens in there is asked at the same address out here. */
async function openDoor(namespace: Namespace, { host, port }: { readonly host: string; readonly port: number }) {
  const sockets = new Set<Socket>();
  const server: Server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => {}); // its end is all that counts
    namespace.connect(host, port).then(
      (inside) => {
        sockets.add(inside);
        inside.once("close", () => sockets.delete(inside));
        joined(socket, inside);
      },
      () => socket.resetAndDestroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error) =>
      reject(new TargetFailure(`Cannot listen for the target at ${host}:${port}: ${error.message}.`)),
    );
    server.listen({ host, port }, resolve);
  });
  return {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
