import type { Browser, BrowserContext } from "playwright";
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
import { steerTraffic } from "./steer.ts";
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

/** Nobody steers: what is asked of loopback passes, and nothing else. */
const noTraffic: Traffic = { allowHosts: [], steer: async () => ({ kind: "pass" }) };
const nobody = (): Witness => {
  const began = realNow();
  return { now: () => realNow() - began, saw: () => {}, keep: () => undefined };
};

/**
 * An agent behind a chat page: each task is asked there by a person of its own, in a browser window that shares nothing with others.
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
  const contexts = new Set<BrowserContext>();
  const visits = new Map<string, Visit>();
  const keyOf = ({ trial, performance }: Scope): string => performance ?? trial;

  const inContext = async (
    context: BrowserContext,
    task: TaskInput,
    signal: AbortSignal,
    scope: Scope,
    witness: Witness,
  ): Promise<Answer> => {
    await steerTraffic(context, spec.url, traffic, scope, attribution(scope), signal);
    const page = await context.newPage();
    await openPage(page, spec);
    const visit = await beginVisit(page, spec.page, witness);
    visits.set(keyOf(scope), visit);
    try {
      return await askAt(page, spec.page, task.prompt, visit, witness, signal);
    } finally {
      // Whose time is up has had a last look already.
      if (!signal.aborted) await visit.leave();
    }
  };

  return {
    async perform(task, signal, scope, witness = nobody()) {
      const either = AbortSignal.any([signal, closed.signal]);
      let context: BrowserContext | undefined;
      try {
        context = await browser.newContext({ ...window, serviceWorkers: "block", acceptDownloads: false });
        contexts.add(context);
        return await unlessAborted(inContext(context, task, either, scope, witness), either);
      } catch (error) {
        either.throwIfAborted();
        if (error instanceof AgentCrash || error instanceof TargetFailure) throw error;
        throw new AgentCrash(`The page ${spec.url} broke off: ${firstLine(error)}`, { cause: error });
      } finally {
        visits.delete(keyOf(scope));
        if (context) contexts.delete(context);
        await context?.close().catch(() => undefined);
      }
    },
    async lastLook(scope) {
      await visits.get(keyOf(scope))?.leave();
    },
    async close() {
      closed.abort(new Error("The session is closed."));
      await Promise.all([...contexts].map((context) => context.close().catch(() => undefined)));
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
