import type { WireRequest } from "../domain/wire.ts";
import { kept } from "./kept.ts";

/** Bytes of a body that is remembered. */
const mostBytes = 65_536;
/** Lengths of bodies, and bodies of each length, that are remembered of one dependency. */
const mostLengths = 64;
const mostAlike = 4;

interface Asked<T> {
  readonly method: string;
  readonly url: string;
  readonly body: Uint8Array;
  read?: T;
}

/**
 * What was read of a request before, for whoever asks the same again byte for byte: retries do, and so do both arms of a pair and all of
 * its repeats. Nothing is kept before the second time, so that requests which come once cost no more than a copy.
 */
export interface AskedBefore<T> {
  /** @param read has no other sources than method, URL and body. What it gives is frozen to its depths if it is given out again. */
  read(request: WireRequest, read: () => T): T;
}

export function askedBefore<T extends object>(): AskedBefore<T> {
  const byLength = new Map<number, Asked<T>[]>();
  return {
    read(request, read) {
      const { method, url, body } = request;
      if (body.length > mostBytes || body.length === 0) return read();
      const alike = kept(byLength, body.length, () => [], mostLengths);
      const before = alike.find(
        (one) => one.url === url && one.method === method && Buffer.compare(one.body, body) === 0,
      );
      if (!before) {
        const oldest = alike.length < mostAlike ? undefined : alike.shift();
        alike.push({ method, url, body: copied(body, oldest?.body) });
        return read();
      }
      before.read ??= frozen(read());
      return before.read;
    },
  };
}

/** The request's own bytes lie in the much larger room that they were received in. @param room of the same size, no longer needed */
function copied(body: Uint8Array, room: Uint8Array = new Uint8Array(body.length)): Uint8Array {
  room.set(body);
  return room;
}

/** Bytes cannot be frozen; nobody changes those that were received. */
function frozen<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return value;
  for (const member of Object.values(value)) frozen(member);
  return Object.freeze(value);
}
