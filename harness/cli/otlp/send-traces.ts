import * as z from "zod";
import type { OtlpSpan } from "../../../reports/otlp/span.ts";
import { attributesOf } from "../../../reports/otlp/span.ts";
import { trialSpans } from "../../../reports/otlp/trial-spans.ts";
import { brief } from "../../../reports/text/brief.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { judgeTrial } from "../../judge/index.ts";
import { foldTrials, type RunStarted, readBatches } from "../../store/index.ts";

/** Spans of one request, about; collectors take 4 MB. */
const batchSpans = 500;
/** Milliseconds that one request may take. */
const patience = 30_000;

export interface Sending {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}
export interface Sent {
  readonly traces: number;
  readonly spans: number;
}

/**
 * Sends each trial of a journal that ended as a trace, by OTLP/HTTP in JSON, some hundred spans at a time: memory does not grow with the run.
 * @throws {Error} that says what was wrong, and how much was taken before it
 */
export async function sendTraces(journal: string, sending: Sending): Promise<Sent> {
  const experiments = new Map<string, Experiment>();
  const providerOf = await providers();
  let started: RunStarted | undefined;
  let waiting: { readonly spans: OtlpSpan[]; readonly target: string } | undefined;
  let sent: Sent = { traces: 0, spans: 0 };
  let traces = 0;
  const flush = async (): Promise<void> => {
    if (waiting === undefined || started === undefined) return;
    await post(bodyOf(waiting.spans, waiting.target, started), sending, sent);
    sent = { traces, spans: sent.spans + waiting.spans.length };
    waiting = undefined;
  };
  for await (const item of foldTrials(readBatches(journal))) {
    if (item.kind === "run") started ??= item.started;
    if (item.kind === "experiment") experiments.set(item.experiment.id, item.experiment);
    if (item.kind !== "trial" || item.record.failed !== undefined) continue;
    const experiment = experiments.get(item.record.trial.experiment);
    if (experiment === undefined || started === undefined) continue;
    const target = experiment.target.name;
    if (waiting !== undefined && (waiting.target !== target || waiting.spans.length >= batchSpans)) await flush();
    waiting ??= { spans: [], target };
    const { run, at } = started;
    const options = { run, base: Date.parse(at), providerOf };
    waiting.spans.push(...trialSpans(judgeTrial(item.record, experiment), experiment, options));
    traces += 1;
  }
  await flush();
  return sent;
}

/** A protocol that is not in the index goes by its name. Loaded when traces are asked for: whatever else reads a journal needs none. */
async function providers(): Promise<(protocol: string) => string> {
  const { findProtocol } = await import("../../protocols/index.ts");
  return (protocol) => findProtocol(protocol)?.provider ?? protocol;
}

const bodyOf = (spans: readonly OtlpSpan[], target: string, { run, brownout }: RunStarted): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ "service.name": target, "brownout.run": run }) },
        scopeSpans: [{ scope: { name: "brownout", version: brownout }, spans }],
      },
    ],
  });

const response = z
  .object({
    message: z.string().optional(),
    partialSuccess: z
      .object({ rejectedSpans: z.coerce.number().default(0), errorMessage: z.string().default("") })
      .optional(),
  })
  .catch({});

async function post(body: string, { url, headers, signal }: Sending, before: Sent): Promise<void> {
  const refuse = (why: string): Error =>
    new Error(
      `The traces could not be sent to ${url.origin}${url.pathname}: ${why}${before.traces === 0 ? "" : ` ${before.traces} traces were taken before it; sending again sends the same ones.`}`,
    );
  let reply: Response;
  let text: string;
  try {
    reply = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
      // A redirect might lead to another machine.
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(patience)]),
    });
    text = await reply.text();
  } catch (error) {
    const { cause, message } = error as Error;
    const deep = cause instanceof Error && "code" in cause ? `${cause.code}` : message;
    throw refuse(`${deep}. Is a collector listening there for OTLP over HTTP (usually at port 4318)?`);
  }
  const { message, partialSuccess } = response.parse(jsonOf(text));
  if (!reply.ok)
    throw refuse(`it answered ${reply.status}${message === undefined ? "" : ` (${brief(message, 300)})`}.`);
  if (partialSuccess !== undefined && partialSuccess.rejectedSpans > 0)
    throw refuse(`it refused ${partialSuccess.rejectedSpans} spans (${brief(partialSuccess.errorMessage, 300)}).`);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
