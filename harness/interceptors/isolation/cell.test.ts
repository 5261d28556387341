import { createSocket } from "node:dgram";
import { Server } from "node:net";
import { afterEach, expect, it } from "vitest";
import { gateway } from "../gateway.ts";
import { scriptedRouter } from "../testing/scripted-router.ts";
import { openCell } from "./cell.ts";
import { isolating } from "./index.ts";
import type { Namespace } from "./namespace.ts";

const places = new Set<string>();
const ends: (() => void)[] = [];
afterEach(() => {
  places.clear();
  for (const end of ends.splice(0)) end();
});

/** As the kernel has it: who listens at every address leaves nobody room at the same port. */
const clashes = (host: string, port: number): boolean =>
  [...places].some((place) => {
    const [other = "", at] = place.split(" ");
    return Number(at) === port && (other === host || other === "0.0.0.0" || host === "0.0.0.0");
  });

/** A namespace of which only who listens in it is kept. */
function fakeNamespace(datagrams: Namespace["datagrams"]): Namespace & { readonly closed: () => number } {
  let closed = 0;
  return {
    keeper: process.pid,
    command: (program) => program,
    async listen(host, port) {
      if (clashes(host, port)) throw Object.assign(new Error(`${host}:${port}: EADDRINUSE`), { code: "EADDRINUSE" });
      places.add(`${host} ${port}`);
      const server = new Server();
      return Object.assign(server, {
        close: () => {
          places.delete(`${host} ${port}`);
          return server;
        },
      });
    },
    datagrams,
    connect: () => Promise.reject(new Error("nobody")),
    gone: () => false,
    async close() {
      closed += 1;
    },
    closed: () => closed,
  };
}
const answered = async () => {
  const socket = createSocket("udp4");
  ends.push(() => socket.close());
  return socket;
};
const full = () => Promise.reject(new Error("127.0.0.1:53: EADDRINUSE"));
const surroundings = (port: number) => ({
  router: scriptedRouter(),
  port,
  take: () => undefined,
  ports: () => new Set<number>(),
});

it("leaves a usual port to a program in there that listens at it, and takes it back after that", async () => {
  const cell = await openCell(fakeNamespace(answered), surroundings(4010));
  expect(places).toContain("0.0.0.0 80");
  await cell.refresh(new Set([80]));
  expect(clashes("127.0.0.1", 80)).toBe(false);
  expect(places).toContain("0.0.0.0 443");
  await cell.refresh(new Set());
  expect(places).toContain("0.0.0.0 80");
});

it("has room for a gateway that is at a usual port itself", async () => {
  const cell = await openCell(fakeNamespace(answered), surroundings(443));
  expect([...places].filter((place) => place.endsWith(" 443"))).toEqual(["0.0.0.0 443"]);
  await cell.refresh(new Set());
  expect(places).toContain("0.0.0.0 443");
});

it("that cannot be opened whole leaves nothing open, and its namespace is ended", async () => {
  const namespace = fakeNamespace(full);
  const pool = { take: async () => namespace, give: () => undefined, close: async () => undefined };
  await using opened = await isolating(gateway(), "automatic", pool).open(scriptedRouter());
  expect(opened.isolated).toEqual({ kind: "none", reason: expect.stringContaining("EADDRINUSE") });
  expect([...places]).toEqual([]);
  expect(namespace.closed()).toBe(1);
});
