import type { EventEmitter } from "node:events";

export interface ProcessTimeouts {
  /** To be called when something has happened. */
  (): void;
  /** Gives `setTimeout` back to Node; the limit that was set. */
  stop(): number;
}

/**
 * Puts `setTimeout` of a socket, session or stream on the process's timers. Node's own are out of a virtual clock's sight, so
 * that a client's timeout would come after minutes of real time, or never.
 */
export function processTimeouts(target: EventEmitter & { readonly destroyed: boolean }, initial = 0): ProcessTimeouts {
  let limit = initial;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (stopped || limit === 0 || target.destroyed) return;
    timer = setTimeout(() => target.emit("timeout"), limit);
    timer.unref();
  };
  const setLimit = function (this: unknown, ms: number, callback?: () => void): unknown {
    limit = ms;
    if (callback && ms > 0) target.once("timeout", callback);
    else if (callback) target.off("timeout", callback);
    arm();
    return this;
  };
  Object.defineProperty(target, "setTimeout", { configurable: true, value: setLimit });
  target.once("close", () => clearTimeout(timer));
  arm();
  const stop = (): number => {
    stopped = true;
    clearTimeout(timer);
    Reflect.deleteProperty(target, "setTimeout");
    return limit;
  };
  return Object.assign(arm, { stop });
}
