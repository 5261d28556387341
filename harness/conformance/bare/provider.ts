import { type BareReply, type Deed, events, json } from "./deed.ts";
import { type CallForms, callDeed } from "./tool-call.ts";

/** A stream, event by event, each with its blank line. `content`: one event for each of the words. */
export interface Stream {
  readonly opening: readonly string[];
  readonly content: readonly string[];
  readonly closing: readonly string[];
}

/** One endpoint as bytes, by case. */
export interface Endpoint {
  /** Bodies under 200: `healthy`, `refusal`, `hollow:no-answer`, … Those of `hollow` come unstreamed where no stream is listed. */
  readonly whole: Readonly<Record<string, string>>;
  readonly streams?: Readonly<Record<string, Stream>> & { readonly healthy: Stream };
  /** The event in which a stream that has begun tells of a failure, by kind. */
  readonly inStream?: Readonly<Record<string, string>>;
  readonly calls?: CallForms;
  readonly keepAlive?: string;
  readonly emptyDelta?: string;
}

/** What its replies say of themselves. */
export interface Account {
  readonly model: string;
  readonly headers: Readonly<Record<string, string>>;
  /** The same where the only request of a minute is spent. */
  readonly spent: Readonly<Record<string, string>>;
  /** What stands in healthy bytes, and what in its place: at first, and when the prompt comes from the cache. */
  readonly cold: readonly (readonly [string, string])[];
  readonly warm: readonly (readonly [string, string])[];
}

/** What is known of a provider's wire, written down by hand: nothing of Brownout's encodes or decodes it. */
export interface Provider {
  /** Not all of its wire is written down: cases without bytes are left out. */
  readonly partial?: true;
  /** By failure kind. */
  readonly failures: Readonly<Record<string, BareReply>>;
  /** Headers with which it announces a wait of one second. */
  readonly oneSecond: Readonly<Record<string, string>>;
  readonly account?: Account;
  /** By the end of the path that is asked. */
  readonly endpoints: Readonly<Record<string, Endpoint>>;
}

const html =
  "<!doctype html>\n<html><head><title>Service temporarily unavailable</title></head><body><h1>Service temporarily unavailable</h1></body></html>\n";

const connections: Readonly<Record<string, Deed>> = {
  reset: "reset",
  refused: "refused",
  dns: "no such host",
  hang: "silence",
  "empty-body": json(""),
  "empty-object": json("{}"),
  "html-200": json(html, 200, { "content-type": "text/html; charset=utf-8" }),
};

/** What the provider does in a case; undefined = no bytes were written down for it. */
export function deedOf(provider: Provider, id: string, path: string, stream: boolean, nth = 1): Deed | undefined {
  const connection = connections[id];
  if (connection !== undefined) return connection;
  const { throttled } = provider.failures;
  if (id === "throttled with a wait")
    return throttled && { ...throttled, headers: { ...throttled.headers, ...provider.oneSecond } };
  const endpoint = Object.entries(provider.endpoints).find(([end]) => path.endsWith(end))?.[1];
  // Some failures come as a success whose body tells.
  if (id.startsWith("failure:"))
    return provider.failures[id.slice("failure:".length)] ?? (endpoint && wholeDeed(endpoint, id));
  if (!endpoint) return undefined;
  const { account } = provider;
  if (accounts.has(id)) return account && accountDeed(provider, account, healthyDeed(endpoint, stream), id, nth);
  const called = callDeed(endpoint, id, stream);
  if (called) return called;
  // Any second reply with the id of the first has a stale one.
  const asked = id === "stale-response-id" ? "healthy" : id;
  if (!stream || !endpoint.streams) return wholeDeed(endpoint, asked);
  const told = endpoint.streams[asked];
  if (told) return events([...told.opening, ...told.content, ...told.closing]);
  return (
    streamDeed(endpoint, endpoint.streams.healthy, asked) ??
    (asked.startsWith("hollow:") ? wholeDeed(endpoint, asked) : undefined)
  );
}

const accounts = new Set(["account", "weaker-model", "cache:read", "cache:evicted", "quota:refilled"]);

function healthyDeed(endpoint: Endpoint, stream: boolean): BareReply | undefined {
  const told = stream ? endpoint.streams?.healthy : undefined;
  return told ? events([...told.opening, ...told.content, ...told.closing]) : wholeDeed(endpoint, "healthy");
}

/** The second request of a minute is refused. */
function accountDeed(
  { failures: { throttled }, oneSecond }: Provider,
  { model, headers, spent, cold, warm }: Account,
  healthy: BareReply | undefined,
  id: string,
  nth: number,
): BareReply | undefined {
  const limited = id === "quota:refilled";
  if (limited && nth === 2) return throttled && { ...throttled, headers: { ...throttled.headers, ...oneSecond } };
  if (!healthy) return undefined;
  const others = [
    ...(id === "cache:read" || limited ? warm : cold),
    ...(id === "weaker-model" ? ([[`"model":"${model}"`, '"model":"fallback-small"']] as const) : []),
  ];
  const pieces = healthy.pieces.map((piece) => others.reduce((text, [from, to]) => text.replaceAll(from, to), piece));
  const { "content-length": _, ...kept } = healthy.headers;
  return { ...healthy, headers: { ...kept, ...(limited ? spent : headers) }, pieces };
}

function wholeDeed({ whole }: Endpoint, id: string): BareReply | undefined {
  const healthy = whole["healthy"] ?? "";
  const half = healthy.slice(0, healthy.length / 2);
  if (id === "invalid-json") return json(half);
  if (id === "body cut:reset") return { ...json(healthy), pieces: [half], end: "reset" };
  const body = whole[id];
  return body === undefined ? undefined : json(body);
}

/** After two of the words. */
function streamDeed(endpoint: Endpoint, healthy: Stream, id: string): BareReply | undefined {
  const { opening, content, closing } = healthy;
  const [one = "", two = "", three = "", four = "", ...rest] = content;
  const before = [...opening, one, two];
  const after = [four, ...rest, ...closing];
  const stalled = (text: string | undefined): BareReply | undefined =>
    text === undefined ? undefined : { ...events(before, "silence"), beat: { text, everyMs: 300 } };
  const told = id.startsWith("in-stream:") ? endpoint.inStream?.[id.slice("in-stream:".length)] : undefined;
  if (told !== undefined) return events([...before, told]);
  const deeds: Readonly<Record<string, BareReply | undefined>> = {
    "cut:end": events(before),
    "cut:reset": events(before, "reset"),
    "stall:silence": events(before, "silence"),
    "stall:keep-alives": stalled(endpoint.keepAlive),
    "stall:empty-deltas": stalled(endpoint.emptyDelta),
    trickle: { ...events([]), slices: { text: [...before, three, ...after].join(""), bytes: 64, everyMs: 10 } },
    "trickle:endless": { ...events(before), slices: { text: [three, ...after].join(""), bytes: 4, everyMs: 300 } },
    "garbage:truncated": events([...before, `${halfOf(three)}\n\n`, ...after]),
    "garbage:noise": events([...before, `${halfOf(three)}%~{!#@;^|\n\n`, ...after]),
    "garbage:partial-frame": events([...before, halfOf(three)]),
    "invalid-json": lengthKnown([...before, three, halfOf(four)].join("")),
    "duplicated-event": events([...before, two, three, ...after]),
    "reordered-events": events([...before, four, three, ...rest, ...closing]),
    "missing-final-event": events([...before, three, four, ...rest, ...closing.slice(0, -1)]),
  };
  return deeds[id];
}

/** Up to the middle of its JSON. */
function halfOf(event: string): string {
  const start = event.indexOf("{");
  return event.slice(0, start + Math.floor((event.trimEnd().length - start) / 2));
}

const lengthKnown = (body: string): BareReply =>
  json(body, 200, { "content-type": "text/event-stream; charset=utf-8" });
