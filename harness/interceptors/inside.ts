import { AsyncLocalStorage } from "node:async_hooks";
import type { Agent } from "node:http";
import type { Socket } from "node:net";

/** How servers are reached that a held program has started on what it takes for this machine's loopback. */
export interface Inside {
  /** Connects in there; to who listens out here, if that is who was meant. */
  readonly agent: Agent;
}
const homes = new WeakMap<Socket, Inside>();
const storage = new AsyncLocalStorage<Inside | undefined>();

/** This connection comes from in there. */
export const comesFrom = (socket: Socket, inside: Inside): void => void homes.set(socket, inside);
/** Runs what answers a connection: loopback is then what it is to whoever made the connection. */
export const asSeenFrom = <T>(socket: Socket | undefined, body: () => T): T =>
  storage.run(socket && homes.get(socket), body);
export const currentInside = (): Inside | undefined => storage.getStore();
