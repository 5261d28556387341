import type { Browser } from "playwright";
import { launchBrowser, type OwnBrowser } from "./launch.ts";

/** The browsers of one run: one for all targets that may reach the same hosts. */
export interface BrowserPool {
  /** @throws {TargetFailure} if there is no browser to start. */
  get(allowHosts: readonly string[]): Promise<Browser>;
  /** Ends them all. Idempotent; a browser that is asked for later is a new one. */
  close(): Promise<void>;
}

export function browserPool(
  launch: (allowHosts: readonly string[]) => Promise<OwnBrowser> = launchBrowser,
): BrowserPool {
  const open = new Map<string, Promise<OwnBrowser>>();
  const begin = (key: string, allowHosts: readonly string[]): Promise<OwnBrowser> => {
    const launching = launch(allowHosts);
    open.set(key, launching);
    const forget = (): void => {
      if (open.get(key) === launching) open.delete(key);
    };
    // One that crashed, or did not start, makes room for another.
    launching.then(({ browser, close }) => {
      browser.once("disconnected", () => {
        forget();
        void close();
      });
    }, forget);
    return launching;
  };
  return {
    async get(allowHosts) {
      const key = [...allowHosts].sort().join(" ");
      return (await (open.get(key) ?? begin(key, allowHosts))).browser;
    },
    async close() {
      const all = [...open.values()];
      open.clear();
      await Promise.all(
        all.map((one) =>
          one.then(
            ({ close }) => close(),
            () => undefined,
          ),
        ),
      );
    },
  };
}
