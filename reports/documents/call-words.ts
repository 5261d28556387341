import type { CallRecord } from "../../harness/domain/events.ts";
import type { Effect } from "../../harness/domain/task.ts";
import { cleanLine } from "../text/clean.ts";

type Fields = Readonly<Record<string, unknown>>;
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const textOf = (value: unknown): string => (typeof value === "string" ? cleanLine(value) : "");

/** Any JSON value on one line, strings unquoted. */
function valueWords(value: unknown): string {
  if (value === undefined || value === null) return String(value ?? "nothing");
  return cleanLine(typeof value === "string" ? value : (JSON.stringify(value) ?? String(value)));
}

const quoted = (text: string): string => `“${cleanLine(text)}”`;
const pairs = (fields: Fields): string =>
  Object.entries(fields)
    .map(([name, value]) => cleanLine(`${name}=${typeof value === "string" ? value : JSON.stringify(value)}`))
    .join(" ");

/** `refund order=TG-1001 amount=89.5` */
export const effectWords = ({ kind, ...fields }: Effect): string => cleanLine(`${kind} ${pairs(fields)}`);

function toolCallWords(call: Fields): string {
  const written = typeof call.arguments === "string" ? call.arguments : valueWords(call.arguments);
  try {
    const parsed: unknown = JSON.parse(written);
    if (isFields(parsed)) return cleanLine(`${textOf(call.name)}(${pairs(parsed)})`);
  } catch {
    // A model may write arguments that are no JSON: they are shown as written.
  }
  return cleanLine(`${textOf(call.name)}(${written})`);
}

/** What was asked, as the journal keeps it; empty if it says nothing that earlier lines have not said. */
export function requestWords({ started }: CallRecord): string {
  const request = started.request;
  if (!isFields(request)) return request === undefined ? "" : valueWords(request);
  if (started.boundary === "model") {
    const said = listOf(request.new).findLast((message) => message.role === "user");
    return said === undefined ? "" : quoted(textOf(said.text));
  }
  if (typeof request.query === "string") return quoted(request.query);
  if (isFields(request.arguments)) return pairs(request.arguments);
  return valueWords(request);
}

/** What came back, as the journal keeps it; empty if nothing did. */
export function replyWords({ started, ended }: CallRecord): string {
  const reply = ended?.reply;
  if (reply === undefined) return "";
  if (!isFields(reply)) return valueWords(reply);
  if (started.boundary === "model") return modelWords(reply);
  if (Array.isArray(reply.hits)) return hitsWords(listOf(reply.hits));
  return "value" in reply ? valueWords(reply.value) : valueWords(reply);
}

function modelWords(reply: Fields): string {
  const calls = listOf(reply.toolCalls).map(toolCallWords);
  const text = textOf(reply.text);
  const odd =
    typeof reply.stopReason === "string" && !["stop", "tool-calls"].includes(reply.stopReason)
      ? `(stopped: ${reply.stopReason}) `
      : "";
  if (calls.length > 0) return `${odd}calls ${calls.join(", ")}`;
  return text === "" ? `${odd}says nothing` : `${odd}says ${quoted(text)}`;
}

function hitsWords(hits: readonly Fields[]): string {
  if (hits.length === 0) return "no hits";
  const names = hits.map((hit) => {
    const date = textOf(hit.date).slice(0, 10);
    return `${textOf(hit.title) || textOf(hit.id)}${date === "" ? "" : ` (${date})`}`;
  });
  return `${hits.length === 1 ? "1 hit" : `${hits.length} hits`}: ${names.join(", ")}`;
}

const endings: Readonly<Record<NonNullable<CallRecord["ended"]>["ending"], string>> = {
  complete: "",
  reset: "connection reset",
  silence: "went silent",
  end: "ended early",
  "stream-reset": "stream reset",
  goaway: "connection told to go away",
  refused: "refused",
  dns: "host not found",
  timeout: "timed out",
  hang: "never answered",
  aborted: "agent gave up",
  "trial-over": "trial was over",
};

/** `200`, `429`, `refused`, `200, connection reset`, `no end on record`; `in context` where no wire brought it. */
export function endingWords({ started, ended }: CallRecord): string {
  if (ended === undefined) return "no end on record";
  const how = endings[ended.ending];
  if (ended.status === undefined) return how === "" ? "answered" : how;
  const status = started.via ? `${ended.status} in context` : String(ended.status);
  return how === "" ? status : `${status}, ${how}`;
}
