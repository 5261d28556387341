import { AsyncLocalStorage } from "node:async_hooks";
import { pathToFileURL } from "node:url";
import { getResponse, type RequestHandler } from "msw";
import { lackingPackage } from "../domain/lacking-package.ts";
import { TargetFailure, type World, type WorldContext } from "../domain/ports.ts";
import type { Effect } from "../domain/task.ts";
import type { Piece, WireReply, WireRequest } from "../domain/wire.ts";

/** What a mocks module's function is given. */
export interface MocksContext extends WorldContext {
  /** Notes a change that the world has committed, for the request being handled. */
  effect(effect: Effect): void;
  /** The performance whose request is being handled; empty outside a handler. */
  performance(): string;
}
type Handlers = readonly RequestHandler[];
interface Mocks {
  readonly handlers: Handlers;
  effects?(performance?: string): readonly Effect[];
}

/** The request that is being handled. */
interface Handled {
  readonly performance: string;
  committed?(effect: Effect): void;
}

const shapes =
  "its default export (or an export named mocks) must be an array of MSW handlers, or a function (context) => handlers, " +
  "or (context) => ({ handlers, effects? })";

/**
 * Imports the user's mocks once; the function that it gives makes one trial's world of them. A function export is called
 * for each trial and so starts fresh; the state of a plain array is shared by all trials.
 * @param warn told of handlers that throw; Node's own warnings if absent.
 * @throws {TargetFailure} if the module cannot be loaded or has another shape.
 */
export async function loadWorld(
  file: string,
  warn: (message: string) => void = (message) => process.emitWarning(message, "BrownoutWarning"),
): Promise<(context: WorldContext) => World> {
  let loaded: { default?: unknown; mocks?: unknown };
  try {
    loaded = await import(pathToFileURL(file).href);
  } catch (error) {
    throw new TargetFailure(`Cannot load the mocks ${file}: ${messageOf(error)}${lackingPackage(error)}`, {
      cause: error,
    });
  }
  const given = loaded.default ?? loaded.mocks;
  const fixed = typeof given === "function" ? undefined : readMocks(given);
  if (fixed === undefined && typeof given !== "function")
    throw new TargetFailure(`Cannot use the mocks ${file}: ${shapes}.`);

  return (context) => {
    const running = new AsyncLocalStorage<Handled>();
    const committed: { readonly effect: Effect; readonly performance: string }[] = [];
    const performance = (): string => running.getStore()?.performance ?? "";
    const mocksContext: MocksContext = {
      ...context,
      now: () => context.now(),
      effect: (effect) => {
        committed.push({ effect, performance: performance() });
        running.getStore()?.committed?.(effect);
      },
      performance,
    };
    const mocks = fixed ?? withoutStacks(() => readMocks((given as (context: MocksContext) => unknown)(mocksContext)));
    if (!mocks)
      throw new TargetFailure(`Cannot use the mocks ${file}: its function returned something else; ${shapes}.`);
    const handlers = [...mocks.handlers];
    return {
      answer: (request, name, told) =>
        running.run({ performance: name, ...(told ? { committed: told } : {}) }, () =>
          answer(handlers, request, file, warn),
        ),
      unused: () => handlers.flatMap((handler) => (handler.isUsed ? [] : String(handler.info.header))),
      effects: (name) =>
        mocks.effects?.(name) ??
        committed.filter((one) => name === undefined || one.performance === name).map((one) => one.effect),
    };
  };
}

/** MSW's handler classes may come in several copies; each has these two. */
const isHandler = (value: unknown): value is RequestHandler =>
  typeof value === "object" && value !== null && "info" in value && "run" in value;

function readMocks(value: unknown): Mocks | undefined {
  if (Array.isArray(value)) return value.every(isHandler) ? { handlers: value } : undefined;
  if (typeof value !== "object" || value === null || !("handlers" in value)) return undefined;
  const inner = readMocks(value.handlers);
  if (!inner || !Array.isArray(value.handlers)) return undefined;
  if (!("effects" in value) || value.effects === undefined) return inner;
  return typeof value.effects === "function" ? (value as Mocks) : undefined;
}

async function answer(
  handlers: RequestHandler[],
  wire: WireRequest,
  file: string,
  warn: (message: string) => void,
): Promise<WireReply | undefined> {
  const request = new Request(wire.url, {
    method: wire.method,
    headers: wire.headers,
    body: wire.body.length > 0 && wire.method !== "GET" && wire.method !== "HEAD" ? new Uint8Array(wire.body) : null,
  });
  let response: Response | undefined;
  try {
    response = await getResponse(handlers, request);
  } catch (error) {
    if (!(error instanceof Response)) {
      warn(`The mocks ${file} threw at ${wire.method} ${wire.url}, so the agent was given a 500: ${stackOf(error)}`);
      const text = JSON.stringify({ error: { type: "mock_handler_error", message: messageOf(error) } });
      return {
        status: 500,
        headers: { "content-type": "application/json" },
        body: [{ bytes: Buffer.from(text), mark: "whole" }],
      };
    }
    response = error; // MSW's way to answer from deep inside a handler
  }
  return response && replyOf(response);
}

async function replyOf(response: Response): Promise<WireReply | undefined> {
  // HttpResponse.error(): the connection breaks.
  if (response.type === "error") return { status: 502, headers: {}, body: [{ ending: "reset" }] };
  const { "set-cookie": _, ...headers } = Object.fromEntries(response.headers);
  const cookies = response.headers.getSetCookie();
  const head = { status: response.status, headers, ...(cookies.length > 0 ? { cookies } : {}) };
  // passthrough(): the mock does not want to answer.
  if (headers["x-msw-intention"] === "passthrough") return undefined;
  if (!response.body) return { ...head, body: [] };
  const streamed =
    headers["transfer-encoding"] === "chunked" || /event-?stream|ndjson/.test(headers["content-type"] ?? "");
  if (streamed) return { ...head, body: piecesOf(response.body) };
  const bytes = new Uint8Array(await response.arrayBuffer());
  return { ...head, body: [{ bytes, mark: "whole" }] };
}

/** A stream that errors is a connection that breaks. */
async function* piecesOf(body: ReadableStream<Uint8Array>): AsyncIterable<Piece> {
  try {
    for await (const bytes of body) yield { bytes, mark: "content" };
  } catch {
    yield { ending: "reset" };
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message).split("\n").slice(0, 3).join("\n") : String(error);

/** MSW reads the stack for each handler that is made, to say where it stands: that costs more than the handler. */
function withoutStacks<T>(make: () => T): T {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
