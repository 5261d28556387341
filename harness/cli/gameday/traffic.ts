import type { RunEvent, TurnAnswered } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { GamedayPlan } from "../../domain/gameday.ts";
import type { Session } from "../../domain/ports.ts";
import type { Task } from "../../domain/task.ts";
import type { Outcome } from "../../domain/vocabulary.ts";
import type { LiveTrialControl } from "../../execute/live.ts";
import { type Performing, perform } from "../../execute/perform.ts";
import { dueBy } from "../../gameday/index.ts";
import { judgeConversation } from "../../judge/index.ts";
import { liveId } from "./experiment-of.ts";

/** How often it is looked at what is due. */
const stepMs = 20;
/** Tasks under way at the most: what is due beyond that is left out, and said. */
const mostOpen = 1000;

export interface Traffic {
  /** Told of the live trial's events, in which the ends of performances are. */
  onEvent(event: RunEvent): void;
  /** Asks until the signal aborts; then waits for those under way, which end with the trial. */
  run(signal: AbortSignal): Promise<void>;
  readonly left: number;
}

export interface TrafficPorts {
  readonly traffic: NonNullable<GamedayPlan["traffic"]>;
  readonly experiment: Experiment;
  readonly stage: Performing;
  readonly live: () => LiveTrialControl;
  readonly session: () => Session;
  /** Ms since the trial began. */
  now(): number;
  asked(id: string, t: number): void;
  answered(seen: {
    readonly id: string;
    readonly t: number;
    readonly latency: number;
    readonly outcome: Outcome;
    readonly forbidden: number;
  }): void;
  /** A task is not under way any more, whether it was answered or cut off. */
  over(id: string): void;
}

/** Synthetic load at a rate, open loop: what the agent makes of one task delays no other. Each answer is judged when it comes. */
export function openTraffic(ports: TrafficPorts): Traffic {
  const { traffic, experiment } = ports;
  const under = new Map<string, { readonly task: Task; readonly began: number; readonly turns: TurnAnswered[] }>();
  const running = new Set<Promise<unknown>>();
  let started = 0;
  let left = 0;

  const start = (): void => {
    const task = traffic.tasks[started % traffic.tasks.length];
    started += 1;
    if (!task) return;
    if (running.size >= mostOpen) {
      left += 1;
      return;
    }
    const id = liveId(task.id, started);
    const live = ports.live();
    const began = ports.now();
    under.set(id, { task, began, turns: [] });
    ports.asked(id, began);
    const one = perform(live.activated, ports.session(), ports.stage, task, { id, role: "primary" })
      .catch(() => undefined)
      .finally(() => {
        running.delete(one);
        under.delete(id);
        ports.over(id);
        live.activated.forget(id);
        ports.session().forget?.(id);
      });
    running.add(one);
  };

  return {
    onEvent(event) {
      if (event.type === "turn-answered") under.get(event.performance)?.turns.push(event);
      if (event.type !== "performance-ended" || event.end === "cancelled") return;
      const known = under.get(event.performance);
      if (!known) return;
      const { task, began, turns } = known;
      const record = { id: event.performance, task: task.id, role: event.role, calls: [], turns, ended: event };
      const { outcome, truth } = judgeConversation(record, task, experiment);
      const forbidden = truth?.unwanted ?? 0;
      ports.answered({ id: event.performance, t: event.t, latency: event.t - began, outcome, forbidden });
    },
    async run(signal) {
      const began = ports.now();
      while (!signal.aborted) {
        const due = Math.floor(dueBy(traffic.shape, ports.now() - began));
        while (started < due && !signal.aborted) start();
        await new Promise<void>((resolve) => {
          const over = (): void => {
            clearTimeout(timer);
            signal.removeEventListener("abort", over);
            resolve();
          };
          const timer = setTimeout(over, stepMs);
          signal.addEventListener("abort", over, { once: true });
        });
      }
      await Promise.allSettled(running);
    },
    get left() {
      return left;
    },
  };
}
