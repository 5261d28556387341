import type {
  AnswerGraded,
  CallEnded,
  CallRecord,
  CallStarted,
  FaultFired,
  PageShowed,
  PerformanceEnded,
  PerformanceRecord,
  RunEvent,
  TargetRestarted,
  TrialRecord,
  TurnAnswered,
} from "../domain/events.ts";
import type { FaultIdle, ToolLacking } from "../domain/idle.ts";
import type { SignalReceived, SpanReceived, TelemetryRecord } from "../domain/telemetry.ts";
import { performanceId, type Role, type Trial } from "../domain/trial.ts";

/** Events that belong to one trial that has started. */
export type TrialEvent = Extract<
  RunEvent,
  {
    type:
      | "call-started"
      | "fault-fired"
      | "fault-idle"
      | "call-ended"
      | "tool-lacking"
      | "call-escaped"
      | "page-showed"
      | "target-restarted"
      | "turn-answered"
      | "performance-ended"
      | "answer-graded"
      | "span-received"
      | "signal-received"
      | "telemetry-received";
  }
>;

interface OpenCall {
  started?: CallStarted;
  ended?: CallEnded;
  readonly faults: FaultFired[];
}

interface OpenPerformance {
  readonly task: string;
  readonly role: Role;
  readonly calls: Map<string, OpenCall>;
  page?: PageShowed[];
  turns?: TurnAnswered[];
  ended?: PerformanceEnded;
  graded?: AnswerGraded;
}

/** Collects the events of one trial. Whatever order concurrent performances wrote in, the record is the same. */
export interface OpenTrial {
  see(event: TrialEvent): void;
  close(end: { readonly digest?: string; readonly failed?: string }): TrialRecord;
}

export function openTrial(trial: Trial, route: "in-process" | "gateway" = "in-process"): OpenTrial {
  const performances = new Map<string, OpenPerformance>();
  const restarts: TargetRestarted[] = [];
  const idle: FaultIdle[] = [];
  const lacking: ToolLacking[] = [];
  const escaped: { host: string; t: number }[] = [];
  const spans: SpanReceived[] = [];
  const signals: SignalReceived[] = [];
  let told = false;
  let dropped = 0;
  const telemetry = (): { readonly telemetry?: TelemetryRecord } => {
    if (!told) return {};
    return { telemetry: { spans: spans.sort((a, b) => a.t - b.t), signals, dropped } };
  };
  const expect = (task: string, role: Role): void => {
    const id = performanceId(trial.id, task);
    if (!performances.has(id)) performances.set(id, { task, role, calls: new Map() });
  };
  expect(trial.task, "primary");
  for (const task of trial.bystanders) expect(task, "bystander");
  for (const task of trial.afterwards ?? []) expect(task, "afterwards");

  let last: { readonly id: string; readonly performance: OpenPerformance } | undefined;
  const performance = (id: string, ended?: PerformanceEnded): OpenPerformance => {
    // Most events belong to the performance of the one before.
    if (last?.id === id) return last.performance;
    const found = performances.get(id) ?? opened(id, ended);
    last = { id, performance: found };
    return found;
  };
  const opened = (id: string, ended?: PerformanceEnded): OpenPerformance => {
    const prefix = performanceId(trial.id, "");
    const task = ended?.task ?? (id.startsWith(prefix) ? id.slice(prefix.length) : id);
    const made: OpenPerformance = { task, role: ended?.role ?? "bystander", calls: new Map() };
    performances.set(id, made);
    return made;
  };
  const call = (event: CallStarted | CallEnded | FaultFired): OpenCall => {
    const calls = performance(event.performance).calls;
    const known = calls.get(event.address);
    if (known) return known;
    const made: OpenCall = { faults: [] };
    calls.set(event.address, made);
    return made;
  };

  return {
    see(event) {
      switch (event.type) {
        case "call-started":
          call(event).started = event;
          break;
        case "call-ended":
          call(event).ended = event;
          break;
        case "fault-fired":
          call(event).faults.push(event);
          break;
        case "fault-idle":
          idle.push(event);
          break;
        case "tool-lacking":
          lacking.push(event);
          break;
        case "call-escaped":
          escaped.push({ host: event.host, t: event.t });
          break;
        case "page-showed": {
          const showed = performance(event.performance);
          showed.page ??= [];
          showed.page.push(event);
          break;
        }
        case "target-restarted":
          restarts.push(event);
          break;
        case "turn-answered": {
          const said = performance(event.performance);
          said.turns ??= [];
          said.turns.push(event);
          break;
        }
        case "performance-ended":
          performance(event.performance, event).ended = event;
          break;
        case "answer-graded":
          performance(event.performance).graded = event;
          break;
        case "span-received":
          spans.push(event);
          break;
        case "signal-received":
          signals.push(event);
          break;
        case "telemetry-received":
          told = true;
          dropped += event.dropped;
          break;
      }
    },
    close(end) {
      return {
        trial,
        ...(route === "gateway" ? { route } : {}),
        performances: [...performances].map(toRecord),
        ...(restarts.length > 0 ? { restarts } : {}),
        ...(idle.length > 0 ? { idle } : {}),
        ...(lacking.length > 0 ? { lacking } : {}),
        escaped,
        ...telemetry(),
        ...end,
      };
    },
  };
}

function toRecord([id, open]: readonly [string, OpenPerformance]): PerformanceRecord {
  const calls: CallRecord[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  let inOrder = true;
  for (const { started, ended, faults } of open.calls.values()) {
    if (!started) continue;
    calls.push(ended ? { started, ended, faults } : { started, faults });
    inOrder &&= started.t >= latest;
    latest = started.t;
  }
  // Stable: calls of one instant keep the order in which they were written.
  if (!inOrder) calls.sort((a, b) => a.started.t - b.started.t);
  return {
    id,
    task: open.ended?.task ?? open.task,
    role: open.ended?.role ?? open.role,
    calls,
    ...(open.page ? { page: open.page } : {}),
    ...(open.turns ? { turns: open.turns } : {}),
    ...(open.ended ? { ended: open.ended } : {}),
    ...(open.graded ? { graded: open.graded } : {}),
  };
}
