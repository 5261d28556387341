import type { Socket as DatagramSocket } from "node:dgram";
import type { Server, Socket } from "node:net";
import { hostname } from "node:os";
import type { Router, Scope } from "../../domain/ports.ts";
import { comesFrom } from "../inside.ts";
import { isLoopbackHost, urlHost } from "../loopback.ts";
import { encodeScope } from "../scope.ts";
import { insideAgent } from "./inside-agent.ts";
import { throughGateway, toLoopback } from "./join.ts";
import { listeningOnLoopback } from "./listening-ports.ts";
import type { Namespace } from "./namespace.ts";
import { addressType, answerTo, readQuestion } from "./resolver.ts";
import { scopeOfPort } from "./whose.ts";

/** What a cell has beyond its walls. */
export interface Surroundings {
  readonly router: Router;
  /** The gateway's port on loopback, inside and outside. */
  readonly port: number;
  /** Takes a connection to the gateway. */
  take(socket: Socket): void;
  /** Ports at which other hosts are watched. */
  ports(): ReadonlySet<number>;
}
export interface Cell {
  /** Whoever listens on this machine by now listens in there too, but for the ports at which programs in there listen themselves.
   *  Where one of these is a usual port, nobody is met there who is called by a number. */
  refresh(own: ReadonlySet<number>): Promise<void>;
  /** Closes all that it opened in there. */
  close(): void;
}

const usual = new Set([80, 443]);
/** `EADDRINUSE`: somebody in there listens already, and is met there. */
const orNobody = (): undefined => undefined;

/**
 * A namespace with its ways out: the gateway, whoever listens on this machine's loopback, and, for hosts that the system map has, the
 * gateway again as a proxy. Names of other hosts are told to the router, which journals them, and do not exist.
 */
export async function openCell(namespace: Namespace, { router, port, take, ports }: Surroundings): Promise<Cell> {
  const open = new Set<{ close(): unknown }>();
  /** At the usual ports of every address, by port. */
  const everywhere = new Map<number, Server>();
  const neighbours = new Map<string, Server>();
  const names = new Map<string, Promise<string>>();
  const byAddress = new Map<string, string>();
  const unknown = new Set<string>();
  const inside = { agent: insideAgent(namespace) };

  const keep = <T extends { close(): unknown; unref(): unknown; on(event: "error", handle: () => void): unknown }>(
    server: T,
  ): T => {
    server.unref();
    server.on("error", () => {});
    open.add(server);
    return server;
  };
  const accept = async (host: string, at: number, meet: (socket: Socket) => void): Promise<Server> => {
    const server = keep(await namespace.listen(host, at));
    // Half-open, as connections to the gateway are.
    Object.assign(server, { allowHalfOpen: true });
    server.on("connection", (socket: Socket) => {
      socket.setNoDelay(true);
      meet(socket);
    });
    return server;
  };
  /** Somebody called an address: a name's, a number, or this machine. */
  const meet = (socket: Socket): void => {
    const called = (socket.localAddress ?? "").replace(/^::ffff:/, "");
    const [name, at] = [byAddress.get(called), socket.localPort ?? 0];
    if (at === port && isLoopbackHost(called)) {
      comesFrom(socket, inside);
      take(socket);
      return;
    }
    if (name === undefined && isLoopbackHost(called)) {
      toLoopback(socket, called, at);
      return;
    }
    const scope = scopeOfPort(namespace.keeper, "tcp", socket.remotePort ?? 0);
    throughGateway(socket, port, `${urlHost(name ?? called)}:${at}`, scope);
  };
  /** An address of ours for a host that may be called, and somebody who listens there. */
  const addressOf = (name: string): Promise<string> => {
    const known = names.get(name);
    if (known) return known;
    const number = names.size + 1;
    const address = `127.83.${number >> 8}.${number & 255}`;
    byAddress.set(address, name);
    const listening = [...ports()].map((at) => accept(address, at, meet).catch(orNobody));
    const made = Promise.all(listening).then(() => address);
    names.set(name, made);
    return made;
  };
  const resolve = async (name: string, scope: Scope): Promise<string | undefined> => {
    const key = `${encodeScope(scope)} ${name}`;
    if (unknown.has(key)) return undefined;
    if (router.lookup?.(name, scope)) return addressOf(name);
    unknown.add(key); // it is asked for both kinds of addresses, and again: one call is named once
    return undefined;
  };

  const close = (): void => {
    inside.agent.destroy();
    for (const one of open) one.close();
  };
  const ways = async (): Promise<DatagramSocket> => {
    // Where the gateway itself is at a usual port, whoever listens there at every address listens for it too.
    if (!usual.has(port)) await accept("127.0.0.1", port, meet);
    for (const at of usual) everywhere.set(at, await accept("0.0.0.0", at, meet));
    return keep(await namespace.datagrams("127.0.0.1", 53));
  };
  const resolver = await ways().catch((error: unknown) => {
    close();
    throw error;
  });
  resolver.on("message", async (query, from) => {
    const question = readQuestion(query);
    if (!question) return;
    const { name, type } = question;
    const local = name === hostname().toLowerCase() || isLoopbackHost(name);
    // Questions for the name of a number come from whoever logs its callers.
    const reverse = name.endsWith(".arpa");
    const whose = (): Scope => scopeOfPort(namespace.keeper, "udp", from.port);
    const address = local ? "127.0.0.1" : reverse ? undefined : await resolve(name, whose());
    const given = address !== undefined && type !== addressType ? "none" : address;
    resolver.send(answerTo(query, question, given), from.port, from.address, () => {});
  });

  return {
    async refresh(own) {
      for (const at of usual) {
        if (at === port) continue;
        const server = everywhere.get(at);
        if (server && own.has(at)) {
          server.close();
          open.delete(server);
          everywhere.delete(at);
        } else if (!server && !own.has(at)) {
          const made = await accept("0.0.0.0", at, meet).catch(orNobody);
          if (made) everywhere.set(at, made);
        }
      }
      const outside = await listeningOnLoopback();
      const wanted = (place: string): boolean => outside.has(place) && !own.has(portOf(place));
      for (const [place, server] of neighbours) {
        if (wanted(place)) continue;
        server.close();
        open.delete(server);
        neighbours.delete(place);
      }
      const fresh = [...outside].filter(
        (place) => wanted(place) && !neighbours.has(place) && portOf(place) !== port && !usual.has(portOf(place)),
      );
      await Promise.all(
        fresh.map(async (place) => {
          const [host = "", at] = [place.split(" ")[0], portOf(place)];
          const server = await accept(host, at, (socket) => toLoopback(socket, host, at)).catch(orNobody);
          if (server) neighbours.set(place, server);
        }),
      );
    },
    close,
  };
}

const portOf = (place: string): number => Number(place.split(" ")[1]);
