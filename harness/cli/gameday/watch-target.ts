import { connect } from "node:net";
import type { TargetDefinition } from "../../domain/experiment.ts";

const everyMs = 500;
/** So many times in a row nobody listened: the target is gone. */
const enough = 4;

/**
 * Looks again and again whether somebody listens at the target's address. `told`: why it is gone, or undefined when it is there again.
 * Targets without an address are not looked at.
 */
export function watchTarget(
  { spec }: TargetDefinition,
  told: (gone: string | undefined) => void,
  excused: () => boolean,
): Disposable {
  const url = "url" in spec ? URL.parse(spec.url) : null;
  if (url === null) return { [Symbol.dispose]: () => undefined };
  const port = Number(url.port || (url.protocol === "https:" ? 443 : 80));
  const host = url.hostname.replace(/^\[|\]$/g, "");
  let failures = 0;
  let gone = false;
  const timer = setInterval(() => {
    const socket = connect({ host, port, timeout: everyMs - 50 });
    const seen = (error?: string): void => {
      socket.destroy();
      // Whoever takes it down on purpose brings it up again.
      failures = error === undefined || excused() ? 0 : failures + 1;
      if (failures >= enough && !gone) {
        gone = true;
        told(`nobody listens at ${url.host} any more (${error})`);
      } else if (failures === 0 && gone && error === undefined) {
        gone = false;
        told(undefined);
      }
    };
    socket.once("connect", () => seen());
    socket.once("timeout", () => seen("no answer"));
    socket.once("error", (error: NodeJS.ErrnoException) => seen(error.code ?? error.message));
  }, everyMs);
  timer.unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
