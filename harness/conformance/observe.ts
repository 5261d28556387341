import { equip } from "../cli/equipment.ts";
import type { RunEvent } from "../domain/events.ts";
import { executeRun } from "../execute/run.ts";
import type { Case } from "./cases.ts";
import type { Driver } from "./driver.ts";
import { experimentOf, trialsOf } from "./experiment.ts";
import type { Seen } from "./seen.ts";
import { openUpstream } from "./upstream.ts";

/** In process on virtual time, through the gateway, and through the gateway in front of a second one that plays the live service. */
export const routes = ["in-process", "gateway", "relay"] as const;
export type Route = (typeof routes)[number];

export interface Observed {
  readonly seen?: Seen;
  /** Why there is nothing to see: the trial could not be run. */
  readonly broken?: string;
  readonly attempts: number;
  /** Milliseconds between the starts of the attempts. */
  readonly gaps: readonly number[];
  /** What the fault said that it did, at its first firing. */
  readonly fired?: string;
}

/** Puts a driver through its cases over one route, at once as far as `concurrency` goes. By case id. */
export async function observe(
  driver: Driver,
  cases: readonly Case[],
  route: Route,
  concurrency: number,
): Promise<ReadonlyMap<string, Observed>> {
  if (cases.length === 0) return new Map();
  const byTrial = new Map<string, RunEvent[]>();
  const journal = (event: RunEvent): void => {
    if (!("trial" in event) || typeof event.trial !== "string") return;
    const events = byTrial.get(event.trial) ?? [];
    byTrial.set(event.trial, events);
    events.push(event);
  };
  const equipment = equip({ route: route === "in-process" ? "in-process" : "gateway", journal });
  await using stack = new AsyncDisposableStack();
  const live = driver.live && stack.use(await driver.live());
  const upstreamOf: Driver = live ? { ...driver, dependency: { ...driver.dependency, url: live.url } } : driver;
  const url = route === "relay" ? stack.use(await openUpstream(upstreamOf, equipment)).url : upstreamOf.dependency.url;
  const experiment = experimentOf(driver, cases, url, route === "relay");
  const trials = trialsOf(experiment);
  await executeRun([{ experiment, trials }], equipment, { concurrency, signal: new AbortController().signal });
  return new Map(
    trials.map(({ id, task }) => [
      task,
      observedIn(
        (byTrial.get(id) ?? []).filter((event) => event.type !== "trial-started"),
        driver.operations,
      ),
    ]),
  );
}

function observedIn(events: readonly RunEvent[], operations: Driver["operations"]): Observed {
  const starts = events.flatMap((event) =>
    event.type === "call-started" && (operations?.includes(event.operation) ?? true) ? [event.t] : [],
  );
  const ended = events.find((event) => event.type === "performance-ended");
  const failed = events.find((event) => event.type === "trial-failed");
  const fired = events.find((event) => event.type === "fault-fired");
  const seen = ended?.type === "performance-ended" ? (ended.data as Seen | undefined) : undefined;
  const broken =
    failed?.type === "trial-failed"
      ? failed.error
      : seen === undefined
        ? `no outcome: ${JSON.stringify(ended)}`
        : undefined;
  return {
    ...(seen ? { seen } : {}),
    ...(broken === undefined ? {} : { broken }),
    attempts: starts.length,
    gaps: starts.slice(1).map((t, i) => t - (starts[i] ?? 0)),
    ...(fired?.type === "fault-fired" ? { fired: fired.note } : {}),
  };
}
