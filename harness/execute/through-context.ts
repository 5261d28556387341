import type { Reply } from "../domain/call.ts";
import type { Message, ToolResultContent } from "../domain/conversation.ts";
import type { RouteResult } from "../domain/ports.ts";
import { BadRequest } from "../domain/protocol.ts";
import { collectBody, decodeText, encodeText, type WireRequest, wholeReply } from "../domain/wire.ts";
import type { ActiveTrial } from "./active-trial.ts";
import { type ContextResult, contextResults } from "./context-results.ts";
import { type BoundDependency, isLoopback } from "./dependency-table.ts";

/** Serves the call that a result answers, with what the tool has answered. */
type Serve = (bound: BoundDependency, request: WireRequest, given: Reply) => Promise<RouteResult>;

const isInside = ({ dependency }: BoundDependency): boolean => dependency.via !== undefined;

/** Whether requests to this dependency may hold results of tools inside the agent that faults could reach. */
export const readsResults = (active: ActiveTrial, { protocol }: BoundDependency): boolean =>
  protocol.withToolResults !== undefined && active.dependencies.all.some(isInside) && !active.halted();

/**
 * A request to a model, with the results of tools inside the agent as the faults of the trial have left them. Each result that is
 * new is a call of its dependency. The very request if there is none, or none that was changed.
 * @throws {Error} if the request is signed and really goes out: nobody but its sender can change it then.
 */
export async function throughContext(
  active: ActiveTrial,
  bound: BoundDependency,
  request: WireRequest,
  performance: string,
  serve: Serve,
): Promise<WireRequest> {
  if (!bound.protocol.withToolResults) return request;
  const inside = active.dependencies.all.filter(isInside);
  const messages = messagesOf(bound, request);
  const results = contextResults(messages);
  const first = messages.find(({ role }) => role === "user");
  const changed = new Map<number, ToolResultContent>();
  const known = active.decisionsOf(performance);
  for (const result of results) {
    const call = callOf(result, inside);
    if (!call) continue;
    const { content } = result;
    const decided = await known.of(result, results, first?.text ?? "", () => decide(result, call, serve));
    if (decided.text !== content.text || decided.isError !== content.isError) changed.set(result.place, decided);
  }
  if (changed.size === 0) return request;
  refuseSealed(active, bound, request);
  return bound.protocol.withToolResults(request, bound.binding, changed);
}

function messagesOf({ protocol, binding }: BoundDependency, request: WireRequest): readonly Message[] {
  try {
    if (protocol.recognise(request, binding) === undefined) return [];
    const { payload } = protocol.decodeCall(request, binding);
    return payload.kind === "model" ? payload.conversation.messages : [];
  } catch (error) {
    // The provider refuses it, and no model reads it.
    if (error instanceof BadRequest) return [];
    throw error;
  }
}

interface InsideCall {
  readonly bound: BoundDependency;
  readonly request: WireRequest;
}

/** The call as it would have crossed a wire: to the first dependency that has such a tool. */
function callOf(result: ContextResult, inside: readonly BoundDependency[]): InsideCall | undefined {
  for (const bound of inside) {
    const url = `${bound.dependency.url}/${encodeURIComponent(result.name)}`;
    const request = { method: "POST", url, headers: {}, body: encodeText(result.arguments) };
    if (bound.protocol.recognise(request, bound.binding) !== undefined) return { bound, request };
  }
  return undefined;
}

/** An error of the tool's own has the status of one; it is no part of what the model reads. */
const ownError = 500;

async function decide({ content }: ContextResult, call: InsideCall, serve: Serve): Promise<ToolResultContent> {
  const status = content.isError ? ownError : 200;
  const wire = wholeReply(status, { "content-type": "text/plain; charset=utf-8" }, content.text);
  const served = await serve(call.bound, call.request, { kind: "raw", wire });
  if (served.kind === "disconnect") return { text: `Error: the connection failed (${served.code})`, isError: true };
  if (served.kind !== "reply") return content;
  const { bytes } = await collectBody(served.wire.body);
  return { text: decodeText(bytes), isError: served.wire.status >= 400 };
}

function refuseSealed(active: ActiveTrial, { dependency, protocol }: BoundDependency, request: WireRequest): void {
  const { kind } = active.experiment.target.brain;
  if (kind === "script" || isLoopback(request.url) || !protocol.isSealed?.(request)) return;
  throw new Error(
    `its tool results cannot be changed, because the request to the live "${dependency.name}" is signed over its body. Let the agent sign in with an API key, which signs nothing, or let the script brain answer.`,
  );
}
