import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { TargetSpec } from "../domain/experiment.ts";
import { AgentCrash, type Scope, type Session, type Target, TargetFailure } from "../domain/ports.ts";
import type { Answer } from "../domain/task.ts";
import { type Child, startChild } from "./child.ts";
import { defaultGraceMs, defaultKeep, type ProcessOptions } from "./command.ts";
import { handedTo } from "./handed-to.ts";
import { httpCall, readText } from "./http-call.ts";
import { answerShape, glimpse, lastLines, readAnswer } from "./read-answer.ts";
import { pause, realNow } from "./real-time.ts";
import { readStream } from "./sse-text.ts";

type HttpSpec = Extract<TargetSpec, { kind: "http" }>;
type ServerSpec = Pick<HttpSpec, "url" | "start" | "cwd" | "environment" | "ready" | "readyWithin">;
const pollMs = 25;
/** How long a process may take to end after its connections have broken, for the message to say so. */
const deathMs = 250;

/**
 * A server that is asked by POST with `{id, prompt, input}` as JSON and answers with JSON, text or server-sent events.
 * With `start`, it is started at boot and ended, with all that it started, at close.
 */
export function httpTarget(spec: HttpSpec, file: string, options: ProcessOptions = {}): Target {
  return {
    async boot(environment, signal) {
      const child = await bootServer(spec, environment, file, signal, options);
      return sessionOf(spec, child, options.keep ?? defaultKeep);
    },
  };
}

/**
 * Starts the server of a target, if that is for us to do, and waits until it answers.
 * @throws {TargetFailure} if it does not.
 */
export async function bootServer(
  spec: ServerSpec,
  environment: Readonly<Record<string, string>>,
  file: string,
  signal: AbortSignal,
  { graceMs = defaultGraceMs, keep = defaultKeep }: ProcessOptions = {},
): Promise<Child | undefined> {
  const child = spec.start ? await start(spec, spec.start, environment, file, signal, { graceMs, keep }) : undefined;
  try {
    await untilReady(spec, file, child, signal);
  } catch (error) {
    await child?.kill();
    throw error;
  }
  return child;
}

async function start(
  spec: ServerSpec,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  file: string,
  signal: AbortSignal,
  options: Required<ProcessOptions>,
): Promise<Child> {
  const ready = readyUrl(spec);
  if ((await statusOf(ready, signal)) !== undefined) {
    throw new TargetFailure(
      `Cannot start the target of ${file}: something answers at ${ready} already. End it, or leave out "start" to test what runs there.`,
    );
  }
  return startChild(command, { cwd: spec.cwd, environment: handedTo(spec.environment, environment), file, ...options });
}

const readyUrl = (spec: ServerSpec): string => new URL(spec.ready, spec.url).href;

/** The status that an address answers with; undefined if nothing answers. */
async function statusOf(url: string, signal: AbortSignal): Promise<number | undefined> {
  try {
    const response = await httpCall(url, { method: "GET", signal });
    response.destroy();
    return response.statusCode ?? 0;
  } catch {
    signal.throwIfAborted();
    return undefined;
  }
}

async function untilReady(
  spec: ServerSpec,
  file: string,
  child: Child | undefined,
  signal: AbortSignal,
): Promise<void> {
  const url = readyUrl(spec);
  const late = new AbortController();
  let exit: string | undefined;
  void child?.ended.then(({ code, signal: by }) => {
    exit = by ? `was ended by ${by}` : `exited with code ${code}`;
    late.abort(new Error(exit));
  });
  const log = (): string => {
    const text = lastLines(child?.stderr() ?? "");
    return text ? ` It said last:\n${text}` : "";
  };
  const deadline = realNow() + spec.readyWithin;
  const either = AbortSignal.any([signal, late.signal]);
  let last: number | undefined;
  for (;;) {
    signal.throwIfAborted();
    if (exit !== undefined) throw new TargetFailure(`The target of ${file} ${exit} before it was ready.${log()}`);
    const left = deadline - realNow();
    if (left <= 0) break;
    const attempt = new AbortController();
    const timer = pause(left, attempt.signal).then(
      () => attempt.abort(),
      () => {},
    );
    last = await statusOf(url, AbortSignal.any([either, attempt.signal])).catch(() => undefined);
    attempt.abort();
    await timer;
    // A server that has no such page is there all the same.
    if (last !== undefined && last < 500) return;
    await pause(pollMs, either).catch(() => {});
  }
  const seen = last === undefined ? "nothing answered" : `it answered with status ${last}`;
  const next = child
    ? "Raise readyWithin, or correct its start command."
    : 'Start it first, or give it a "start" command.';
  throw new TargetFailure(
    `The target of ${file} was not ready within ${spec.readyWithin} ms: ${seen} at ${url}. ${next}${log()}`,
  );
}

function sessionOf(spec: HttpSpec, child: Child | undefined, keep: number): Session {
  const closed = new AbortController();
  return {
    async perform({ id, prompt, input }, signal, scope) {
      const either = AbortSignal.any([signal, closed.signal]);
      try {
        const response = await httpCall(spec.url, {
          method: "POST",
          headers: {
            "content-type": "application/json",
            accept: "application/json, text/event-stream;q=0.9, text/plain;q=0.8",
            ...attribution(scope),
          },
          body: JSON.stringify({ id, prompt, input }),
          signal: either,
        });
        return await readResponse(response, spec.url, keep);
      } catch (error) {
        either.throwIfAborted();
        if (error instanceof AgentCrash || error instanceof TargetFailure) throw error;
        const why = error instanceof Error ? error.message : String(error);
        throw new AgentCrash(`The agent at ${spec.url} broke off: ${why}.${await lastWords(child, either)}`, {
          cause: error,
        });
      }
    },
    async close() {
      closed.abort(new Error("The session is closed."));
      await child?.kill();
    },
  };
}

/** How a server went down, if it did: its end is known only a little after its connections break. */
async function lastWords(child: Child | undefined, signal: AbortSignal): Promise<string> {
  if (!child) return "";
  const end = await Promise.race([child.ended, pause(deathMs, signal).catch(() => undefined)]);
  const log = lastLines(child.stderr());
  const how = end ? ` The process ${end.signal ? `was ended by ${end.signal}` : `exited with code ${end.code}`}.` : "";
  return `${how}${log ? `\n${log}` : ""}`;
}

/** W3C trace context and baggage, from which an agent's calls can be told apart if it hands them on. */
export function attribution({ trial, performance = trial }: Scope): Record<string, string> {
  const digest = createHash("sha256").update(performance).digest("hex");
  return {
    traceparent: `00-${digest.slice(0, 32)}-${digest.slice(32, 48)}-01`,
    baggage: `brownout.trial=${encodeURIComponent(trial)},brownout.performance=${encodeURIComponent(performance)}`,
  };
}

async function readResponse(response: IncomingMessage, url: string, limit: number): Promise<Answer> {
  const status = response.statusCode ?? 0;
  if (status < 200 || status > 299) {
    const start = (await readText(response, 300)).trim();
    throw new AgentCrash(
      `The agent at ${url} answered with status ${status}${start ? `: ${start}` : ", without a body"}`,
    );
  }
  const type = response.headers["content-type"] ?? "";
  if (type.includes("text/event-stream")) {
    const streamed = await readStream(response);
    if ("answer" in streamed) return streamed.answer;
    if ("error" in streamed) throw new AgentCrash(`The agent at ${url} reported in its stream: ${streamed.error}`);
    throw new TargetFailure(
      `The agent at ${url} streamed ${streamed.events} events with no text in a shape that Brownout knows.`,
    );
  }
  const text = await readText(response, limit);
  if (type.startsWith("text/plain")) return { text };
  let value: unknown = text;
  try {
    value = JSON.parse(text);
  } catch {
    throw new TargetFailure(
      `The agent at ${url} answered with what is not JSON, ${glimpse(text)}: it must answer with ${answerShape}.`,
    );
  }
  const answer = readAnswer(value);
  if (!answer)
    throw new TargetFailure(`The agent at ${url} answered with ${glimpse(value)}: it must answer with ${answerShape}.`);
  return answer;
}
