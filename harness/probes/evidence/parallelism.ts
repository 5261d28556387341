import type { CallRecord, PerformanceRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import { askedFor, begun, sighting, times } from "./reading.ts";

/** Calls that take less are over before another one can begin, ms. */
const noticeable = 10;
/** Side by side the whole takes less than this share of the sum. */
const overlapping = 0.8;

export const parallelism = defineEvidence({
  id: "E23",
  name: "parallelism",
  summary:
    "Look-ups that a model asks for in one turn run side by side: together they take as long as the longest, not as all of them one after another.",
  figures: { groups: "count", wallMs: "ms", sumMs: "ms", overlap: "ratio" },
  look({ treatment, control }) {
    const here = groupsIn(treatment.primary.record);
    if (here.length === 0) return [];
    const groups = here.filter((group) => group.every(isLookUp));
    const serial = groups.filter((group) => !isParallel(group));
    const wall = here.reduce((sum, group) => sum + wallOf(group), 0);
    const sum = here.reduce((total, group) => total + sumOf(group), 0);
    const figures = { groups: here.length, wallMs: wall, sumMs: sum, overlap: sum / Math.max(1, wall) };
    const as = (conclusion: Sighting["conclusion"], reason: string, saw: readonly Group[]): readonly Sighting[] => [
      sighting(
        "task",
        conclusion,
        reason,
        () => saw.flat().map(({ first, to }) => begun(first, `lasted until ${Math.round(to)}ms`)),
        figures,
      ),
    ];
    if (groups.length === 0) return as("cannot-tell", "calls that change something may need their order", here);
    const taken = `${Math.round(wall)}ms for calls that take ${Math.round(sum)}ms in all`;
    if (serial.length === 0)
      return as("present", `${times(groups.length, "turn")} with look-ups side by side: ${taken}`, groups);
    const usually = groupsIn(control.primary.record).filter((group) => group.every(isLookUp));
    if (serial.length < groups.length || (usually.length > 0 && usually.every(isParallel)))
      return as("violated", `look-ups run side by side elsewhere, and here one after another: ${taken}`, serial);
    return as("absent", `look-ups of one turn run one after another: ${taken}`, serial);
  },
});

/** One logical call with its retries. */
interface Span {
  readonly first: CallRecord;
  readonly from: number;
  to: number;
}
type Group = readonly Span[];

/** For every reply that asks for two tools or more: what was sent before the next turn. */
function groupsIn({ calls }: PerformanceRecord): readonly Group[] {
  const groups: Group[] = [];
  for (const [index, call] of calls.entries()) {
    if ((askedFor(call)?.length ?? 0) < 2) continue;
    const spans = new Map<string, Span>();
    for (const other of calls.slice(index + 1)) {
      const { started, ended } = other;
      if (started.boundary === "model") break;
      const key = `${started.dependency} ${started.operation} ${started.occurrence}`;
      const to = ended?.t ?? started.t;
      const span = spans.get(key);
      if (span) span.to = Math.max(span.to, to);
      else spans.set(key, { first: other, from: started.t, to });
    }
    const group = [...spans.values()].filter(({ from, to }) => to - from >= noticeable);
    if (group.length > 1) groups.push(group);
  }
  return groups;
}

const wallOf = (group: Group): number =>
  Math.max(...group.map(({ to }) => to)) - Math.min(...group.map(({ from }) => from));
const sumOf = (group: Group): number => group.reduce((sum, { from, to }) => sum + to - from, 0);
const isParallel = (group: Group): boolean => {
  const longest = Math.max(...group.map(({ from, to }) => to - from));
  // The shorter ones all lie within the longest, or nearly so.
  return wallOf(group) < overlapping * sumOf(group) || wallOf(group) <= longest;
};

const isLookUp = ({ first: { started } }: Span): boolean => {
  const { request, boundary } = started;
  if (boundary !== "tool") return true;
  return typeof request === "object" && request !== null && "method" in request && request.method === "GET";
};
