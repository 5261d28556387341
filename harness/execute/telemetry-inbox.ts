import type { Clock } from "../domain/clock.ts";
import type { RunEvent } from "../domain/events.ts";
import type { Dependency } from "../domain/system-map.ts";
import { type TelemetryBatch, type TelemetrySpec, telemetryHost, usualTelemetry } from "../domain/telemetry.ts";
import type { WireReply, WireRequest } from "../domain/wire.ts";

/** Reads one request of an exporter. */
export type ReadExport = (request: WireRequest) => { readonly batch?: TelemetryBatch; readonly reply: WireReply };

/** What one trial may tell: more is counted and left out. */
const most = { spans: 1000, signals: 500 } as const;
/** The same of a trial that goes on as long as people want. */
export const mostLive = { spans: 100_000, signals: 10_000 } as const;

/** Takes what targets tell of themselves. Belongs to no fault: it goes on when the trial is disarmed, until its target is closed. */
export class TelemetryInbox {
  readonly #read: ReadExport;
  readonly #trials = new Map<string, TrialInbox>();
  /** Something came in a trial of this experiment. */
  seen = false;
  /** Trials that are over. */
  finished = 0;

  constructor(read: ReadExport) {
    this.#read = read;
  }

  open(trial: string, options: Omit<InboxOptions, "trial">): TrialInbox {
    const inbox = new TrialInbox({ ...options, trial });
    this.#trials.set(trial, inbox);
    return inbox;
  }

  close(trial: string): void {
    this.#trials.delete(trial);
    this.finished += 1;
  }

  /** Answers every exporter alike, that of a trial long over too: it would only send again. */
  take(request: WireRequest): WireReply {
    const { batch, reply } = this.#read(request);
    const inbox = batch && this.#trials.get(trialIn(request.url));
    if (inbox) {
      this.seen = true;
      inbox.keep(batch);
    }
    return reply;
  }
}

interface InboxOptions {
  readonly trial: string;
  readonly clock: Clock;
  readonly startedAt: number;
  readonly spec: TelemetrySpec | undefined;
  journal(event: RunEvent): void;
  /** Trial time of the first fault. */
  firstFault(): number | undefined;
  /** Absent = what is usual for a trial. */
  readonly most?: { readonly spans: number; readonly signals: number };
}

export class TrialInbox {
  readonly #options: InboxOptions;
  #spans = 0;
  #signals = 0;
  #last: number | undefined;
  readonly #rung = new Set<string>();

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  keep({ spans, signals }: TelemetryBatch): void {
    const { trial, clock, startedAt, journal, most: limit = most } = this.#options;
    const since = (time: number): number => Math.round((time - startedAt) * 1000) / 1000;
    this.#last = clock.now();
    const roomFor = { spans: limit.spans - this.#spans, signals: limit.signals - this.#signals };
    const [kept, told] = [spans.slice(0, roomFor.spans), signals.slice(0, roomFor.signals)];
    this.#spans += kept.length;
    this.#signals += told.length;
    for (const { t, until, events, ...span } of kept) {
      for (const { name } of [span, ...events]) this.#rung.add(name);
      const inside = events.map((event) => ({ ...event, t: since(event.t) }));
      journal({ type: "span-received", trial, t: since(t), until: since(until), ...span, events: inside });
    }
    for (const { t, ...signal } of told) {
      if (signal.signal === "log" || (signal.value ?? 0) > 0) this.#rung.add(signal.name);
      journal({ type: "signal-received", trial, t: since(t), ...signal });
    }
    const metrics = signals.filter(({ signal }) => signal === "metric").length;
    journal({
      type: "telemetry-received",
      trial,
      t: since(this.#last),
      spans: spans.length,
      logs: signals.length - metrics,
      metrics,
      dropped: spans.length - kept.length + signals.length - told.length,
    });
  }

  /** Until nothing has come for a while, and the time of each alarm that is still awaited is up. Never rejects. */
  async settle(signal: AbortSignal): Promise<void> {
    const { clock, spec = usualTelemetry, startedAt, firstFault } = this.#options;
    const from = clock.now();
    // Whoever goes on telling for ever is not waited for.
    const longest = from + spec.wait + 2000;
    while (!signal.aborted) {
      const fault = firstFault();
      const awaited = spec.alarms.filter(({ name }) => !this.#rung.has(name)).map(({ within }) => within);
      const alarm = fault === undefined || awaited.length === 0 ? from : startedAt + fault + Math.max(...awaited);
      const quiet = Math.min(Math.max(from, this.#last ?? from) + spec.wait, longest);
      const left = Math.max(alarm, quiet) - clock.now();
      if (left <= 0) return;
      await clock.sleep(Math.min(left, spec.wait), signal).catch(() => undefined);
    }
  }
}

/** The variables that tell OpenTelemetry's exporters where to send, in every language, and not to wait too long before they do. */
export function telemetryEnvironment(base: string, dependencies: readonly Dependency[]): Record<string, string> {
  // Whoever declares a collector of their own means it to be one.
  if (dependencies.some(({ env }) => env?.startsWith("OTEL_EXPORTER_OTLP"))) return {};
  return {
    OTEL_EXPORTER_OTLP_ENDPOINT: base,
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${base}/v1/traces`,
    OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${base}/v1/metrics`,
    OTEL_EXPORTER_OTLP_LOGS_ENDPOINT: `${base}/v1/logs`,
    OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
    OTEL_BSP_SCHEDULE_DELAY: "100",
    OTEL_BLRP_SCHEDULE_DELAY: "100",
    OTEL_METRIC_EXPORT_INTERVAL: "200",
  };
}

export const telemetryUrl = (trial: string, rest = ""): string =>
  `http://${telemetryHost}/t/${encodeURIComponent(trial)}${rest}`;

const origin = `http://${telemetryHost}`;
export const isTelemetry = (url: string): boolean =>
  url.startsWith(origin) && (url.length === origin.length || /[/:?]/.test(url.charAt(origin.length)));

const trialIn = (url: string): string => {
  const encoded = /^\/t\/([^/]+)/.exec(new URL(url).pathname)?.[1] ?? "";
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
};
