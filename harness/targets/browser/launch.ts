import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Browser } from "playwright";
import { TargetFailure } from "../../domain/ports.ts";
import { type Child, startChild } from "../child.ts";
import { lastLines } from "../read-answer.ts";
import { pause, realNow } from "../real-time.ts";
import { makeProfile } from "./profile.ts";

/** A browser of our own, headless, that cannot outlive this process. */
export interface OwnBrowser {
  readonly browser: Browser;
  /** Idempotent. After it no process of the browser is left, and no file. */
  close(): Promise<void>;
}

const install = "npm install --save-dev playwright && npx playwright install chromium";
const systemNames = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"] as const;
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--no-default-browser-check",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-default-apps",
  "--disable-extensions",
  "--disable-breakpad",
  "--disable-dev-shm-usage",
  "--password-store=basic",
  "--use-mock-keychain",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
  "--mute-audio",
  "--no-proxy-server",
  "--remote-debugging-port=0",
] as const;
/** A cold browser on a busy machine takes its time, ms. */
const startWithin = 60_000;

/** @throws {TargetFailure} naming the command that installs it. */
async function loadPlaywright(): Promise<typeof import("playwright")> {
  try {
    return await import("playwright");
  } catch (error) {
    throw new TargetFailure(`Cannot open a page: the package "playwright" is not installed. Run: ${install}`, {
      cause: error,
    });
  }
}

/** Playwright's own Chromium, else one of the system; undefined = there is none. */
export async function findBrowser(env: Readonly<Record<string, string | undefined>>): Promise<string | undefined> {
  const own = (await loadPlaywright()).chromium.executablePath();
  if (own !== "" && existsSync(own)) return own;
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  return systemNames.flatMap((name) => folders.map((folder) => join(folder, name))).find((path) => existsSync(path));
}

/**
 * Starts a browser that can reach loopback and the hosts named, and nothing else.
 * @throws {TargetFailure} if there is none, or it does not start.
 */
export async function launchBrowser(allowHosts: readonly string[]): Promise<OwnBrowser> {
  const { chromium } = await loadPlaywright();
  const program = await findBrowser(process.env);
  if (program === undefined)
    throw new TargetFailure(
      `Cannot open a page: there is no Chromium, neither Playwright's own nor one on PATH (${systemNames.join(", ")}). Run: ${install}`,
    );
  const profile = await makeProfile();
  let child: Child | undefined;
  let browser: Browser | undefined;
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      await browser?.close().catch(() => undefined);
      await child?.kill();
      await profile.remove();
    })();
    return closing;
  };
  try {
    const { folder } = profile;
    child = await startChild(
      [
        program,
        ...flags,
        `--host-resolver-rules=${resolverRules(allowHosts)}`,
        `--user-data-dir=${folder}`,
        "about:blank",
      ],
      {
        cwd: folder,
        // Sockets, crash reports and caches go where the profile is, and with it.
        environment: { TMPDIR: folder, XDG_CONFIG_HOME: folder, XDG_CACHE_HOME: folder },
        graceMs: 3000,
        keep: 64 * 1024,
        file: program,
      },
    );
    if (child.process.pid !== undefined) profile.usedBy(child.process.pid);
    browser = await chromium.connectOverCDP(await addressOf(child, program), {
      artifactsDir: join(folder, "artifacts"),
    });
    return { browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the page's own route lets pass by mistake does not resolve. */
const resolverRules = (allowHosts: readonly string[]): string =>
  [
    "MAP * ~NOTFOUND",
    ...["localhost", "*.localhost", "127.0.0.1", "[::1]", ...allowHosts.map((host) => host.replace(/:\d+$/, ""))].map(
      (host) => `EXCLUDE ${host}`,
    ),
  ].join(", ");

async function addressOf(child: Child, program: string): Promise<string> {
  let ended = false;
  void child.ended.then(() => {
    ended = true;
  });
  const deadline = realNow() + startWithin;
  while (!ended && realNow() < deadline) {
    const address = /DevTools listening on (ws:\S+)/.exec(child.stderr())?.[1];
    if (address !== undefined) return address;
    await pause(20, new AbortController().signal);
  }
  const how = ended ? "it ended at once" : `it was not ready within ${startWithin / 1000} s`;
  throw new TargetFailure(`Cannot start the browser ${program}: ${how}.\n${lastLines(child.stderr())}`);
}
