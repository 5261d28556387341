import { formatDuration } from "../../domain/duration.ts";
import type { CallStarted, RunEvent } from "../../domain/events.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { dependencyChecks, type Examined } from "./dependency-checks.ts";
import type { Examination } from "./examine.ts";
import { playbookChecks } from "./playbook-checks.ts";
import { type Proposal, proposalsFor } from "./propose.ts";
import { isLocal } from "./watch.ts";

/** `problem`: results could not be trusted. `stop`: nothing can be run. */
export type Level = "ok" | "note" | "warning" | "problem" | "stop";
export interface Check {
  readonly level: Level;
  readonly about: string;
  readonly says: string;
  /** What to do. */
  readonly next?: string;
}
export interface Diagnosis {
  readonly target: string;
  readonly file: string;
  readonly map: string;
  readonly kind: string;
  readonly route: "in-process" | "gateway";
  /** How its calls are taken: the route, or the interception of a program. */
  readonly way: string;
  readonly checks: readonly Check[];
  readonly proposals: readonly Proposal[];
}

const ofType = <T extends RunEvent["type"]>(events: readonly RunEvent[], type: T) =>
  events.filter((event): event is Extract<RunEvent, { type: T }> => event.type === type);
const times = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** What an examination comes to. Pure. */
export function diagnose(
  { target }: Experiment,
  seen: Examination,
  before: readonly Check[],
  examined: Examined,
): Diagnosis {
  const started = ofType(seen.events, "call-started");
  const escapes = ofType(seen.events, "call-escaped");
  const known = new Set(seen.blocked.map(({ url }) => new URL(url).host));
  // What is blocked elsewhere than where we listen is told by its host alone.
  const unheard = escapes
    .filter(({ host }) => !known.has(host))
    .map(({ host }) => ({ method: "CONNECT", url: `https://${host}/`, headers: {}, body: new Uint8Array() }));
  const local = seen.passed.filter(isLocal);
  const checks = [
    ...before,
    startCheck(seen, target.spec.kind),
    ...(cannotStart(seen) ? [] : [workCheck(seen)]),
    ...(ran(seen) ? dependencyChecks(target, started, examined, ofType(seen.events, "trial-ended").length) : []),
    ...playbookChecks(seen.events),
    ...outside(
      "undeclared",
      "problem",
      [...seen.blocked, ...unheard],
      "was called and blocked: the system map declares no dependency there",
    ),
    ...outside(
      "this machine",
      "warning",
      local,
      "was called and let through: the system map declares no dependency there",
    ),
    ...isolation(seen.events),
    ...(ran(seen) ? [attribution(seen, started), telemetry(seen.events)] : []),
  ];
  const proposals = proposalsFor([...seen.blocked, ...unheard, ...local], target.map.dependencies);
  return {
    target: target.name,
    file: target.file,
    map: target.map.file,
    kind: target.spec.kind,
    route: seen.route,
    way: "interception" in target.spec ? (target.spec.interception ?? seen.route) : seen.route,
    checks,
    proposals,
  };
}

const cannotStart = ({ bootFailures, broken }: Examination): boolean => bootFailures.length > 0 || broken !== undefined;
const ran = ({ events }: Examination): boolean => ofType(events, "performance-ended").length > 0;

function startCheck({ boots, bootFailures, broken }: Examination, kind: string): Check {
  const [failure] = broken === undefined ? bootFailures : [broken];
  if (failure !== undefined) return { level: "stop", about: "start", says: failure };
  const longest = Math.max(0, ...boots);
  if (kind === "command") return { level: "ok", about: "start", says: "a process of its own for each task" };
  return { level: "ok", about: "start", says: `the target is there within ${formatDuration(Math.round(longest))}` };
}

function workCheck({ events, tasks }: Examination): Check {
  const about = "tasks";
  const ended = ofType(events, "performance-ended");
  const [failed] = ofType(events, "trial-failed");
  const answered = ended.filter(({ end }) => end === "answered");
  if (failed) return { level: "stop", about, says: failed.error };
  const other = ended.find(({ end }) => end !== "answered");
  if (!other) {
    const longest = formatDuration(Math.round(Math.max(0, ...answered.map(({ t }) => t))));
    return {
      level: "ok",
      about,
      says: `${times(answered.length, "task")} answered without a fault, each within ${longest}`,
    };
  }
  const why = other.error === undefined ? "" : `: ${other.error}`;
  return {
    level: answered.length === 0 ? "stop" : "problem",
    about,
    says: `${answered.length} of ${times(tasks.length, "task")} answered without a fault; ${other.task} ${other.end}${why}`,
    next: "What fails without a fault tells nothing under one. Mend it first.",
  };
}

function outside(
  about: string,
  level: Level,
  requests: readonly { method: string; url: string }[],
  how: string,
): readonly Check[] {
  const byHost = Map.groupBy(requests, ({ url }) => new URL(url).host);
  return [...byHost].map(([host, some]): Check => {
    const [{ method, url } = { method: "", url: "" }] = some;
    const what = method === "CONNECT" ? "" : ` (${method} ${new URL(url).pathname})`;
    return {
      level,
      about,
      says: `${host}${what} ${how}; ${times(some.length, "time")}`,
      next: "Declare it with the lines below, or add its host to `allowHosts`.",
    };
  });
}

/** Told once for each time that something was started; they do not differ. */
function isolation(events: readonly RunEvent[]): readonly Check[] {
  const [told] = ofType(events, "isolation");
  if (told === undefined) return [];
  const about = "isolation";
  if (told.kind === "network")
    return [{ level: "ok", about, says: "a network of its own: nothing undeclared can be reached" }];
  return [
    {
      level: "warning",
      about,
      says: `none: ${told.reason}; what it calls past its variables and its proxy is neither blocked nor named`,
      next: "docs/ways-in.md says what each way in holds.",
    },
  ];
}

function attribution({ strays, events }: Examination, started: readonly CallStarted[]): Check {
  const about = "attribution";
  const [stray] = strays;
  const models = started.filter(({ boundary }) => boundary === "model");
  if (stray)
    return {
      level: "problem",
      about,
      says: `${times(strays.length, "call")} belong to no trial; one to ${stray.dependency}: ${stray.why}`,
      next: "Let the agent take the address from the variable that it is handed for each trial, or hand the baggage header on.",
    };
  if (models.length > 0)
    return {
      level: "ok",
      about,
      says:
        models.length === 1
          ? "the model call belongs to a trial"
          : `all ${models.length} model calls belong to a trial`,
    };
  return started.length > 0 || ofType(events, "performance-ended").length === 0
    ? { level: "note", about, says: `no model was called; of ${times(started.length, "call")} each belongs to a trial` }
    : {
        level: "problem",
        about,
        says: "no call was seen at all",
        next: "Does the agent read the variables that the system map names?",
      };
}

function telemetry(events: readonly RunEvent[]): Check {
  const batches = ofType(events, "telemetry-received");
  const about = "telemetry";
  if (batches.length === 0)
    return {
      level: "note",
      about,
      says: "none came, so what the agent tells of itself is not judged",
      next: "It is handed OTEL_EXPORTER_OTLP_ENDPOINT; see docs/telemetry.md.",
    };
  const sum = (key: "spans" | "logs" | "metrics"): number => batches.reduce((total, batch) => total + batch[key], 0);
  return {
    level: "ok",
    about,
    says: `${times(sum("spans"), "span")}, ${times(sum("logs"), "log record")} and ${times(sum("metrics"), "metric")} came`,
  };
}
