import type { Browser, BrowserContext, Page } from "playwright";
import type { BrowserSpec } from "../../domain/experiment.ts";
import type { Traffic, Witness } from "../../domain/page.ts";
import { AgentCrash, type Scope, type Session, type Target, TargetFailure } from "../../domain/ports.ts";
import type { Answer, TaskInput } from "../../domain/task.ts";
import { defaultGraceMs, defaultKeep, type ProcessOptions } from "../command.ts";
import { attribution } from "../http.ts";
import { realNow } from "../real-time.ts";
import { upServer } from "../server.ts";
import { askAt, firstLine, openPage } from "./ask.ts";
import type { BrowserPool } from "./pool.ts";
import { type Asking, steerTraffic } from "./steer.ts";
import { beginVisit, type Visit } from "./visit.ts";

export { findBrowser } from "./launch.ts";
export { type BrowserPool, browserPool } from "./pool.ts";

/** What everybody sees the page in, so that pictures can be compared. */
const window = {
  viewport: { width: 720, height: 560 },
  deviceScaleFactor: 1,
  locale: "en-GB",
  reducedMotion: "reduce",
} as const;

/** A person's browser window, with the page once it is open. */
interface Window {
  readonly context: BrowserContext;
  asking: Asking;
  page?: Page;
}

/** Nobody steers: what is asked of loopback passes, and nothing else. */
const noTraffic: Traffic = { allowHosts: [], steer: async () => ({ kind: "pass" }) };
const nobody = (): Witness => {
  const began = realNow();
  return { now: () => realNow() - began, saw: () => {}, keep: () => undefined };
};

/**
 * An agent behind a chat page: each task is asked there by a person of its own, in a browser window that shares nothing with others;
 * what belongs to one conversation is asked in one page.
 * With `start`, the page's server is started at boot and ended, with all that it started, at close.
 */
export function browserTarget(
  spec: BrowserSpec,
  file: string,
  pool: BrowserPool,
  { graceMs = defaultGraceMs, keep = defaultKeep }: ProcessOptions = {},
): Target {
  return {
    async boot(environment, signal, { traffic = noTraffic, isolation } = {}) {
      const [server, browser] = await Promise.allSettled([
        upServer(spec, environment, file, signal, { graceMs, keep, isolation }),
        pool.get(traffic.allowHosts),
      ]);
      if (server.status === "fulfilled" && browser.status === "fulfilled")
        return sessionOf(spec, browser.value, traffic, async () => server.value?.kill());
      if (server.status === "fulfilled") await server.value?.kill();
      throw server.status === "rejected" ? server.reason : browser.status === "rejected" && browser.reason;
    },
  };
}

function sessionOf(spec: BrowserSpec, browser: Browser, traffic: Traffic, end: () => Promise<void>): Session {
  const closed = new AbortController();
  const windows = new Set<Window>();
  /** Of conversations that may go on. */
  const kept = new Map<string, Window>();
  const visits = new Map<string, Visit>();
  const keyOf = ({ trial, performance }: Scope): string => performance ?? trial;

  const openWindow = async (asking: Asking): Promise<Window> => {
    const context = await browser.newContext({ ...window, serviceWorkers: "block", acceptDownloads: false });
    const opened: Window = { context, asking };
    windows.add(opened);
    await steerTraffic(context, spec.url, traffic, () => opened.asking);
    return opened;
  };
  const shut = async (one: Window): Promise<void> => {
    windows.delete(one);
    await one.context.close().catch(() => undefined);
  };
  const askIn = async (one: Window, { prompt }: TaskInput, witness: Witness): Promise<Answer> => {
    const { scope, signal } = one.asking;
    if (one.page === undefined) {
      const page = await one.context.newPage();
      await openPage(page, spec);
      one.page = page;
    }
    const visit = await beginVisit(one.page, spec.page, witness);
    visits.set(keyOf(scope), visit);
    try {
      return await askAt(one.page, spec.page, prompt, visit, witness, signal);
    } finally {
      // Whose time is up has had a last look already.
      if (!signal.aborted) await visit.leave();
    }
  };

  return {
    async perform(task, signal, scope, witness = nobody()) {
      const either = AbortSignal.any([signal, closed.signal]);
      const { session } = task;
      const asking: Asking = { scope, attribution: attribution(scope), signal: either };
      let mine = session === undefined ? undefined : kept.get(session);
      if (session !== undefined) kept.delete(session);
      try {
        if (mine) mine.asking = asking;
        else mine = await openWindow(asking);
        const answer = await unlessAborted(askIn(mine, task, witness), either);
        if (session !== undefined) kept.set(session, mine);
        return answer;
      } catch (error) {
        either.throwIfAborted();
        if (error instanceof AgentCrash || error instanceof TargetFailure) throw error;
        throw new AgentCrash(`The page ${spec.url} broke off: ${firstLine(error)}`, { cause: error });
      } finally {
        visits.delete(keyOf(scope));
        // Whoever was kept waiting opens the page anew.
        if (mine && (session === undefined || kept.get(session) !== mine)) await shut(mine);
      }
    },
    async lastLook(scope) {
      await visits.get(keyOf(scope))?.leave();
    },
    forget(session) {
      const one = kept.get(session);
      kept.delete(session);
      if (one) void shut(one);
    },
    async close() {
      closed.abort(new Error("The session is closed."));
      await Promise.all([...windows].map(shut));
      await end();
    },
  };
}

/** What a page is in the middle of is not waited for. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", stop));
  });
}
