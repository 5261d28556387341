import type { RunEvent } from "../domain/events.ts";

/** The journal format that this program writes and reads. */
export const journalSchema = 1;

type Kind = "string" | "number" | "object" | "array";

const call = { trial: "string", performance: "string", t: "number", address: "string" } as const;

/** What later stages rely on, by event type. Not a full schema: a night's journal has millions of lines. */
const needed: { readonly [T in RunEvent["type"]]: Readonly<Record<string, Kind>> } = {
  "run-started": { schema: "number", run: "string", at: "string", command: "array", trials: "number" },
  experiment: { experiment: "object" },
  isolation: { experiment: "string", kind: "string" },
  "trial-started": { trial: "object" },
  "call-started": { ...call, dependency: "string", operation: "string", occurrence: "number", attempt: "number" },
  "fault-fired": { ...call, injection: "string", fault: "string" },
  gameday: { t: "number", moment: "object" },
  "fault-idle": { ...call, injection: "string", reason: "string" },
  "call-ended": { ...call, ending: "string" },
  "tool-lacking": { trial: "string", performance: "string", t: "number", tool: "string", offered: "array" },
  "call-escaped": { trial: "string", t: "number", host: "string" },
  "page-showed": { trial: "string", performance: "string", t: "number", what: "string" },
  "turn-answered": {
    trial: "string",
    performance: "string",
    t: "number",
    turn: "number",
    prompt: "string",
    answer: "string",
    effects: "array",
  },
  "performance-ended": {
    trial: "string",
    performance: "string",
    task: "string",
    role: "string",
    t: "number",
    end: "string",
    effects: "array",
  },
  "span-received": {
    trial: "string",
    t: "number",
    until: "number",
    traceId: "string",
    spanId: "string",
    name: "string",
  },
  "signal-received": { trial: "string", t: "number", name: "string" },
  "telemetry-received": { trial: "string", t: "number", spans: "number" },
  "target-restarted": { trial: "string", t: "number", ended: "string" },
  "answer-graded": { trial: "string", performance: "string", t: "number", grades: "array" },
  "trial-ended": { trial: "string", t: "number", digest: "string" },
  "trial-failed": { trial: "string", error: "string" },
  "plan-settled": { trials: "number", reason: "string" },
  "experiment-aborted": { experiment: "string", reason: "string" },
  "run-ended": { reason: "string" },
};

export type Shape =
  | { readonly kind: "event"; readonly event: RunEvent }
  /** Written by a later version in the same schema. */
  | { readonly kind: "unknown"; readonly type: string }
  | { readonly kind: "newer"; readonly schema: number }
  | { readonly kind: "bad"; readonly why: string };

const kindOf = (value: unknown): string => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

/** Each event of a night's journal is looked up and gone through here: lists in a map take a third of the time of objects. */
const wantedOf: ReadonlyMap<string, readonly (readonly [name: string, kind: Kind])[]> = new Map(
  Object.entries(needed).map(([type, fields]) => [type, Object.entries(fields)]),
);

/** Turns one parsed line into an event, or says why it is none. */
export function shapeOf(value: unknown): Shape {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return { kind: "bad", why: "not an object" };
  const fields = value as Readonly<Record<string, unknown>>;
  const type = fields.type;
  if (typeof type !== "string") return { kind: "bad", why: 'no "type"' };
  const wanted = wantedOf.get(type);
  if (!wanted) return { kind: "unknown", type };
  if (type === "run-started" && typeof fields.schema === "number" && fields.schema > journalSchema) {
    return { kind: "newer", schema: fields.schema };
  }
  for (const [name, kind] of wanted) {
    if (kindOf(fields[name]) !== kind) {
      return { kind: "bad", why: `"${name}" of a ${type} event must be a ${kind} and is ${kindOf(fields[name])}` };
    }
  }
  return { kind: "event", event: value as RunEvent };
}
