import type { ClientHttp2Session, ClientHttp2Stream } from "node:http2";

/**
 * Puts `setTimeout` of a session or stream on the process's timers. Node's own are out of a virtual clock's sight, so that a
 * client's timeout would come after minutes of real time, or never. Returns what is to be called when something has happened.
 */
export function processTimeouts(target: ClientHttp2Session | ClientHttp2Stream): () => void {
  let limit = 0;
  let timer: NodeJS.Timeout | undefined;
  const arm = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (limit === 0 || target.destroyed) return;
    timer = setTimeout(() => target.emit("timeout"), limit);
    timer.unref();
  };
  const setLimit = (ms: number, callback?: () => void): void => {
    limit = ms;
    if (callback && ms > 0) target.once("timeout", callback);
    else if (callback) target.off("timeout", callback);
    arm();
  };
  Object.defineProperty(target, "setTimeout", { configurable: true, value: setLimit });
  target.once("close", () => clearTimeout(timer));
  return arm;
}
