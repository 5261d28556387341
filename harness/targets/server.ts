import type { TargetSpec } from "../domain/experiment.ts";
import { type Isolation, TargetFailure } from "../domain/ports.ts";
import { type Child, startChild } from "./child.ts";
import type { ProcessOptions } from "./command.ts";
import { handedTo } from "./handed-to.ts";
import { httpCall } from "./http-call.ts";
import { lastLines } from "./read-answer.ts";
import { pause, realNow } from "./real-time.ts";

export type HttpSpec = Extract<TargetSpec, { kind: "http" }>;
type ServerSpec = Pick<HttpSpec, "url" | "start" | "cwd" | "environment" | "ready" | "readyWithin">;
type ServerOptions = Required<ProcessOptions> & { readonly isolation: Isolation | undefined };
const pollMs = 25;

/** Starts the server of a definition, or finds it running, and waits until it is ready. */
export async function upServer(
  spec: ServerSpec,
  environment: Readonly<Record<string, string>>,
  file: string,
  signal: AbortSignal,
  options: ServerOptions,
): Promise<Child | undefined> {
  const child = spec.start ? await start(spec, spec.start, environment, file, signal, options) : undefined;
  try {
    await untilReady(spec, file, child, signal);
    return child;
  } catch (error) {
    await child?.kill();
    throw error;
  }
}

async function start(
  spec: ServerSpec,
  command: readonly string[],
  environment: Readonly<Record<string, string>>,
  file: string,
  signal: AbortSignal,
  options: ServerOptions,
): Promise<Child> {
  const ready = readyUrl(spec);
  if ((await statusOf(ready, signal)) !== undefined) {
    throw new TargetFailure(
      `Cannot start the target of ${file}: something answers at ${ready} already. End it, or leave out "start" to test what runs there.`,
    );
  }
  const { hostname, port, protocol } = new URL(spec.url);
  return startChild(command, {
    cwd: spec.cwd,
    environment: handedTo(spec.environment, environment),
    file,
    listensAt: { host: hostname.replace(/^\[|\]$/g, ""), port: Number(port || (protocol === "https:" ? 443 : 80)) },
    ...options,
  });
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
