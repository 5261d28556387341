import { createHash } from "node:crypto";
import type { Experiment, TargetDefinition } from "../../domain/experiment.ts";

/** What a baseline must have in common with a run; the folder in which a project lies must not matter, nor where a line stands. */
const absolutePath = /^(\/|[A-Za-z]:[\\/]).*[\\/]([^\\/]+)$/;
const places: ReadonlySet<string> = new Set(["at", "file"]);

function plain(key: string, value: unknown): unknown {
  if (places.has(key)) return undefined;
  if (typeof value === "string") return absolutePath.exec(value)?.[2] ?? value;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

const fingerprint = (value: unknown): string =>
  createHash("sha256").update(JSON.stringify(value, plain)).digest("hex").slice(0, 12);

/** Name, way of starting, dependencies and brain; not the agent's code, which is what a gate is there to see change. */
export const targetFingerprint = ({ name, spec, map, brain }: TargetDefinition): string =>
  fingerprint({ name, spec, map, brain });

/** Tasks, bystanders, what is asked afterwards, faults and deadline: what the agent is asked, and under which circumstances. */
export const askedFingerprint = ({ tasks, bystanders, afterwards, cells, deadline }: Experiment): string =>
  fingerprint({ tasks, bystanders, ...(afterwards ? { afterwards } : {}), cells, deadline });
