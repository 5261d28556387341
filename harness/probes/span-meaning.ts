import type { CallRecord } from "../domain/events.ts";
import type { Dependency } from "../domain/system-map.ts";
import type { SpanReceived } from "../domain/telemetry.ts";
import type { Boundary } from "../domain/vocabulary.ts";

/**
 * What a span is about, by the semantic conventions of OpenTelemetry for generative AI and for HTTP, and by the names that Vercel's
 * AI SDK, OpenInference and OpenLLMetry use beside them.
 */

/** `gen_ai.operation.name`. `invoke_agent`, `create_agent` and `invoke_workflow` span calls and are none. */
const operations: Readonly<Record<string, Boundary>> = {
  chat: "model",
  generate_content: "model",
  text_completion: "model",
  embeddings: "embedding",
  retrieval: "retrieval",
  search_memory: "memory",
  execute_tool: "tool",
};
/** `ai.operationId`: the spans that stand for one request of the model, and for a tool. */
const aiOperations: Readonly<Record<string, Boundary>> = {
  "ai.generateText.doGenerate": "model",
  "ai.streamText.doStream": "model",
  "ai.generateObject.doGenerate": "model",
  "ai.streamObject.doStream": "model",
  "ai.embed.doEmbed": "embedding",
  "ai.embedMany.doEmbed": "embedding",
  "ai.toolCall": "tool",
};
/** `openinference.span.kind`, `traceloop.span.kind`. */
const otherKinds: Readonly<Record<string, Boundary>> = {
  LLM: "model",
  EMBEDDING: "embedding",
  RETRIEVER: "retrieval",
  TOOL: "tool",
  tool: "tool",
};

const text = ({ attributes }: SpanReceived, name: string): string | undefined => {
  const value = attributes[name];
  return typeof value === "string" ? value : undefined;
};
const kindIn = (span: SpanReceived, kinds: Readonly<Record<string, Boundary>>, ...names: string[]) => {
  for (const name of names) {
    const kind = kinds[text(span, name) ?? ""];
    if (kind !== undefined) return kind;
  }
  return undefined;
};

/** The boundary that a span says it crosses; undefined = it does not say. */
export const boundaryOf = (span: SpanReceived): Boundary | undefined =>
  kindIn(span, operations, "gen_ai.operation.name") ??
  kindIn(span, aiOperations, "ai.operationId") ??
  kindIn(span, otherKinds, "openinference.span.kind", "traceloop.span.kind") ??
  (text(span, "mcp.method.name") === "tools/call" ? "tool" : undefined);

/** The model or the tool that a span names. */
const subjectOf = (span: SpanReceived, boundary: Boundary | undefined): string | undefined =>
  boundary === "tool"
    ? (text(span, "gen_ai.tool.name") ??
      text(span, "ai.toolCall.name") ??
      text(span, "tool.name") ??
      text(span, "traceloop.entity.name"))
    : (text(span, "gen_ai.request.model") ?? text(span, "ai.model.id") ?? text(span, "llm.model_name"));

const modelIn = ({ started: { request } }: CallRecord): string | undefined =>
  typeof request === "object" && request !== null && "model" in request && typeof request.model === "string"
    ? request.model
    : undefined;

/** Knowledge, memory, guards and the like are asked by tools as well as by themselves. */
const serves = (span: Boundary, call: Boundary): boolean =>
  span === call || (span === "tool" && call !== "model" && call !== "embedding");

/** How sure it is that a span is about calls of this kind: 0 = it is not, 2 = it names them. */
export function aboutness(span: SpanReceived, call: CallRecord, dependency: Dependency | undefined): 0 | 1 | 2 {
  const { started } = call;
  const address = text(span, "url.full") ?? text(span, "http.url");
  if (address !== undefined) return leadsTo(address, started.dependency, dependency) ? 2 : 0;
  const boundary = boundaryOf(span);
  const names = [started.dependency, started.operation].map((name) => name.toLowerCase());
  if (boundary === undefined) {
    const host = text(span, "server.address") ?? text(span, "net.peer.name");
    if (host !== undefined && addressesOf(dependency).some(({ hostname }) => hostname === host)) return 2;
    return names.some((name) => mentions(span.name.toLowerCase(), name)) ? 2 : 0;
  }
  if (!serves(boundary, started.boundary)) return 0;
  const subject = subjectOf(span, boundary);
  if (boundary === "model" || boundary === "embedding") {
    const model = modelIn(call);
    if (subject === undefined || model === undefined) return 1;
    return subject === model ? 2 : 0;
  }
  return subject !== undefined && names.includes(subject.toLowerCase()) ? 2 : 1;
}

const addressesOf = (dependency: Dependency | undefined): readonly URL[] =>
  dependency ? [dependency.url, ...dependency.alsoAt].map((url) => new URL(url)) : [];

/** Behind a gateway the path names the dependency: `/t/<trial>/<dependency>/…`. */
function leadsTo(address: string, name: string, dependency: Dependency | undefined): boolean {
  const url = URL.parse(address);
  if (!url) return false;
  const behind = /^\/t\/[^/]+\/([^/]+)/.exec(url.pathname)?.[1];
  if (behind !== undefined) return behind === encodeURIComponent(name);
  return addressesOf(dependency).some(
    ({ host, pathname }) => host === url.host && url.pathname.startsWith(pathname === "/" ? "" : pathname),
  );
}

/** As a word of its own: `orders` in `GET orders.get_order`, and not in `reorders`. */
function mentions(within: string, name: string): boolean {
  if (name.length < 3) return false;
  const at = within.indexOf(name);
  return at >= 0 && !/[a-z0-9]/.test(within.charAt(at - 1)) && !/[a-z0-9]/.test(within.charAt(at + name.length));
}

/** What a span says went wrong; undefined = nothing. */
export function troubleIn(span: SpanReceived): string | undefined {
  const type = text(span, "error.type");
  if (type !== undefined) return `error.type ${type}`;
  if (span.status === "error") return `status error${span.message === undefined ? "" : `, ${span.message}`}`;
  const exception = span.events.find(({ name }) => name === "exception");
  if (exception) return `exception ${exception.attributes["exception.type"] ?? ""}`.trim();
  const code = Number(span.attributes["http.response.status_code"] ?? span.attributes["http.status_code"]);
  if (code >= 400) return `http.response.status_code ${code}`;
  const event = span.events.find(({ name }) => wording.test(name));
  return event && `event ${event.name}`;
}
const wording =
  /err(?:or)?\b|exception|fail|timed?[\s_.-]?out|unavailable|refused|throttl|overload|rate.?limit|fallback|retry|degraded/i;
