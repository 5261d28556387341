import { AgentCrash, type RestartOrder, TargetFailure } from "../domain/ports.ts";
import type { Answer } from "../domain/task.ts";
import type { Child, ChildEnd } from "./child.ts";
import { pause } from "./real-time.ts";

/** A process that may be ended from outside and started again. */
export interface Life {
  /** The process of the moment; undefined = none of ours, or it is down. */
  child(): Child | undefined;
  /** How often it was ordered to restart. */
  restarts(): number;
  /** Waits until it is there. @throws {TargetFailure} if it did not come back. */
  up(signal: AbortSignal): Promise<Child | undefined>;
  restart(order: RestartOrder): Promise<void>;
  /** Starts it again if it has ended by itself: what one trial brought down must not fail the next. */
  revive(signal: AbortSignal): Promise<void>;
  /** Ends it for good. Idempotent. */
  close(): Promise<void>;
}

/** @param start starts the process and waits until it is ready. */
export async function beginLife(
  start: (signal: AbortSignal) => Promise<Child | undefined>,
  signal: AbortSignal,
): Promise<Life> {
  const closed = new AbortController();
  let child = await start(signal);
  let restarts = 0;
  let coming: Promise<void> | undefined;
  let lost: TargetFailure | undefined;
  let closing: Promise<void> | undefined;

  const again = async (old: Child, order: RestartOrder): Promise<void> => {
    const ended = describeEnd(await endedWithin(old, order, closed.signal));
    try {
      await pause(order.downMs, closed.signal);
      const fresh = await start(closed.signal);
      if (closed.signal.aborted) await fresh?.kill();
      else child = fresh;
      order.told({ ended });
    } catch (error) {
      if (closed.signal.aborted) return;
      lost = new TargetFailure(
        `The target did not start again: ${error instanceof Error ? error.message : String(error)}`,
      );
      order.told({ ended, error: lost.message });
    }
  };
  return {
    child: () => child,
    restarts: () => restarts,
    async up(waiting) {
      if (coming) await Promise.race([coming, aborted(waiting)]);
      if (lost) throw lost;
      return child;
    },
    async restart(order) {
      // A second order while it is on its way finds nobody to end.
      if (!child || closed.signal.aborted) return;
      const old = child;
      child = undefined;
      restarts += 1;
      old.tell(order.signal);
      const mine = again(old, order).finally(() => {
        if (coming === mine) coming = undefined;
      });
      coming = mine;
      if (order.signal === "SIGKILL") await old.ended;
    },
    async revive(waiting) {
      lost = undefined;
      const gone = child?.process.exitCode != null || child?.process.signalCode != null;
      if (coming || (child && !gone)) return;
      await child?.kill();
      child = await start(waiting);
    },
    close() {
      closing ??= (async () => {
        closed.abort(new Error("The target is closed."));
        const old = child;
        child = undefined;
        await Promise.all([old?.kill(), coming]);
      })();
      return closing;
    },
  };
}

/** One life for all trials: whoever comes first has it started, and the end of that trial does not end it. */
export interface SharedLife {
  get(signal: AbortSignal, start: (signal: AbortSignal) => Promise<Life>): Promise<Life>;
  close(): Promise<void>;
}

export function sharedLife(): SharedLife {
  let closed = new AbortController();
  let life: Promise<Life> | undefined;
  return {
    get(signal, start) {
      life ??= start(closed.signal);
      const mine = life;
      mine.catch(() => {
        if (life === mine) life = undefined; // whoever comes next tries again
      });
      return Promise.race([mine, aborted(signal)]);
    },
    async close() {
      closed.abort(new Error("The target is closed."));
      const last = life;
      life = undefined;
      closed = new AbortController();
      await (await last?.catch(() => undefined))?.close();
    },
  };
}

/** The end of a process that was told to go; after the grace it has no choice. */
async function endedWithin(old: Child, order: RestartOrder, signal: AbortSignal): Promise<ChildEnd> {
  const late = new AbortController();
  const grace = order.signal === "SIGTERM" ? order.graceMs : 0;
  void pause(grace, AbortSignal.any([late.signal, signal])).then(
    () => old.tell("SIGKILL"),
    () => {
      if (signal.aborted) void old.kill();
    },
  );
  const end = await old.ended;
  late.abort();
  await old.kill();
  return end;
}

const describeEnd = ({ code, signal }: ChildEnd): string =>
  signal === null ? `exited with code ${code}` : `ended by ${signal}`;

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });

/** Asks, and asks again where the agent was ended from outside meanwhile: as a queue or a person would. */
export async function askThroughRestarts(life: Life, signal: AbortSignal, ask: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    await life.up(signal);
    const before = life.restarts();
    try {
      return await ask();
    } catch (error) {
      const ended = life.restarts() > before && (error instanceof AgentCrash || error instanceof TargetFailure);
      if (!ended || signal.aborted) throw error;
    }
  }
}
