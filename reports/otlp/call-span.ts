import * as z from "zod";
import type { CallRecord } from "../../harness/domain/events.ts";
import type { Boundary } from "../../harness/domain/vocabulary.ts";
import { attributesOf, nanoseconds, type OtlpSpan, spanKind } from "./span.ts";

/** GenAI semantic conventions' names of what is done at a boundary; the others have none. */
const operations: Partial<Record<Boundary, string>> = {
  model: "chat",
  embedding: "embeddings",
  retrieval: "retrieval",
  tool: "execute_tool",
  agent: "invoke_agent",
};
const asked = z.object({ model: z.string().optional() }).catch({});

/** What a span is hung into. */
export interface Place {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** Milliseconds since 1970 at the trial's beginning. */
  readonly base: number;
}

interface CallContext {
  /** Trial time at which its performance ended, for a call without an end. */
  readonly until: number;
  /** Whose model its dependency is, by the conventions' name. */
  readonly provider?: string | undefined;
}

/** One crossing of a boundary with the faults that struck it. What was said in it is left out. */
export function callSpan(
  { started, ended, faults }: CallRecord,
  { base, ...ids }: Place,
  { until, provider }: CallContext,
): OtlpSpan {
  const { boundary, dependency, operation, address, attempt } = started;
  const { model } = asked.parse(started.request);
  const name = operations[boundary];
  const subject = { model, embedding: model, retrieval: dependency, tool: operation, agent: dependency } as const;
  const about = boundary in subject ? subject[boundary as keyof typeof subject] : `${dependency}.${operation}`;
  const ofModel = boundary === "model" || boundary === "embedding";
  const failure = failureOf(ended);
  return {
    ...ids,
    name: `${name ?? boundary} ${about ?? dependency}`.toWellFormed(),
    kind: spanKind.client,
    startTimeUnixNano: nanoseconds(base, started.t),
    endTimeUnixNano: nanoseconds(base, Math.max(started.t, ended?.t ?? until)),
    attributes: attributesOf({
      "gen_ai.operation.name": name,
      "gen_ai.provider.name": ofModel ? provider : undefined,
      "gen_ai.request.model": ofModel ? model : undefined,
      "gen_ai.tool.name": boundary === "tool" ? operation : undefined,
      "gen_ai.data_source.id": boundary === "retrieval" ? dependency : undefined,
      "gen_ai.usage.input_tokens": ended?.usage?.inputTokens,
      "gen_ai.usage.output_tokens": ended?.usage?.outputTokens,
      "http.response.status_code": ended?.status,
      "error.type": failure,
      "brownout.boundary": boundary,
      "brownout.dependency": dependency,
      "brownout.operation": operation,
      "brownout.address": address,
      "brownout.attempt": attempt,
    }),
    // What a fault notes may quote what was said.
    events: faults.map(({ t, fault, injection }) => ({
      timeUnixNano: nanoseconds(base, t),
      name: "brownout.fault",
      attributes: attributesOf({ "brownout.fault": fault, "brownout.injection": injection }),
    })),
    status: failure === undefined ? { code: 0 } : { code: 2, message: failure },
  };
}

/** `error.type` as the conventions have it: the status, or how the connection ended; undefined if all is well. */
function failureOf(ended: CallRecord["ended"]): string | undefined {
  if (ended === undefined) return "unfinished";
  if (ended.status !== undefined && ended.status >= 400) return String(ended.status);
  return ended.ending === "complete" || ended.ending === "end" ? undefined : ended.ending;
}
