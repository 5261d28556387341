import type { LiveRadius } from "../domain/gameday.ts";
import { matchesGlob } from "../domain/glob.ts";

/** How far an injection reaches at the moment that may be turned off while the trial goes on. */
export interface LiveReach {
  /** The same task is performed again and again, and chance is another each time. */
  readonly again: boolean;
  /** Trial time at which it was armed. */
  readonly since: number;
  radius: LiveRadius;
  /** Aborts when it must do nothing any more, not even to calls that it holds. */
  readonly off: AbortSignal;
  /** Whether a call with these headers is among those that it may touch. */
  concerns(headers: Readonly<Record<string, string>>): boolean;
  /** Whether one more call may be touched, by time, cap and share. Chance is drawn only if it decides. */
  admits(chance: () => number): boolean;
  /** It is about to act at one call; holds a place under the cap until that is let go or has fired. */
  begin(client: AbortSignal): LiveFiring;
}

/** One injection at one call of a live trial. */
export interface LiveFiring {
  /** Aborts when the client has gone, the trial is over, or the injection is off. */
  readonly signal: AbortSignal;
  readonly off: AbortSignal;
  letGo(): void;
  /** @param firings of the injection so far, with this one. */
  fired(firings: number): void;
  /** The call has ended: nothing is held any more. Idempotent. */
  over(): void;
}

export interface ReachOptions {
  readonly again: boolean;
  readonly since: number;
  readonly radius: LiveRadius;
  readonly off: AbortSignal;
  /** Whether its time is up, by a clock that nobody can set. */
  expired(): boolean;
  firings(): number;
  /** Told when the last firing that is allowed has happened. */
  spent(): void;
}

export function liveReach({ again, since, radius: first, off, expired, firings, spent }: ReachOptions): LiveReach {
  let pending = 0;
  const reach: LiveReach = {
    again,
    since,
    radius: first,
    off,
    concerns: (headers) =>
      Object.entries(reach.radius.headers ?? {}).every(([name, wanted]) => {
        const given = headers[name];
        return given !== undefined && matchesGlob(wanted, given);
      }),
    admits: (chance) =>
      !off.aborted &&
      !expired() &&
      firings() + pending < reach.radius.cap &&
      (reach.radius.share >= 1 || (reach.radius.share > 0 && chance() < reach.radius.share)),
    begin(client) {
      pending += 1;
      let holding = true;
      const own = new AbortController();
      // No AbortSignal.any: thousands of them would hang on a signal that lives as long as the injection.
      const stop = (): void => own.abort(off.aborted ? off.reason : client.reason);
      off.addEventListener("abort", stop, { once: true });
      client.addEventListener("abort", stop, { once: true });
      if (client.aborted || off.aborted) stop();
      return {
        signal: own.signal,
        off,
        letGo() {
          if (holding) pending -= 1;
          holding = false;
        },
        fired: (count) => {
          if (count >= reach.radius.cap) spent();
        },
        over() {
          off.removeEventListener("abort", stop);
          client.removeEventListener("abort", stop);
        },
      };
    },
  };
  return reach;
}

/** As far as the method says, until it is turned off once and for all. */
export const reachUntil = (off: AbortSignal): LiveReach =>
  liveReach({
    again: false,
    since: 0,
    radius: { share: 1, cap: Number.POSITIVE_INFINITY, for: Number.POSITIVE_INFINITY },
    off,
    expired: () => false,
    firings: () => 0,
    spent: () => {},
  });
