import { inContext } from "../../domain/attempts.ts";
import type { CallRecord } from "../../domain/events.ts";
import { defineEvidence, type Sighting } from "../../domain/evidence.ts";
import type { Experiment } from "../../domain/experiment.ts";
import type { Pair } from "../../domain/pair.ts";
import { outcomes } from "../../domain/vocabulary.ts";
import { layersOf } from "./layers.ts";
import { declared, failureIn, inTrouble, seen, sighting, times } from "./reading.ts";

/** Attempts at one call, where the hypothesis sets no `max-attempts`: twice what clients make by themselves. */
const usualBound = 6;
/** Asking again cannot help: the request or the address is wrong. */
const final = new Set([400, 402, 403, 404, 405, 410, 413, 414, 415, 422, 501]);
/** Some services throttle with status 400, and an expired credential is renewed: what was refused counts as well as its status. */
const finalKinds: ReadonlySet<string> = new Set(["invalid-request", "not-found", "access-denied", "context-overflow"]);
/** Failures after which breakers begin to open. */
const breakers = 3;
/** Whoever is asked to wait for longer than this may as well go elsewhere. */
const longWait = 5000;

export const boundedRetry = defineEvidence({
  id: "E2",
  name: "bounded-retry",
  summary:
    "A call that may succeed when it is made again is made again, at most so often that a failing dependency is not flooded (`max-attempts` in the hypothesis, else 6), over all layers.",
  figures: {
    attempts: "count",
    amplification: "ratio",
    clientAmplification: "ratio",
    wrapperAmplification: "ratio",
    agentAmplification: "ratio",
  },
  look(pair) {
    const { here, experiment } = pair;
    // Whether a tool inside the agent has tried again is not seen.
    return [...here.struck].flatMap(([dependency, own]) =>
      own.some((chain) => chain.some(inContext)) ? [] : about(dependency, own, pair, boundOf(experiment)),
    );
  },
});

const boundOf = (experiment: Experiment): number => declared(experiment, "max-attempts") ?? usualBound;

function about(
  dependency: string,
  chains: readonly (readonly CallRecord[])[],
  pair: Pair,
  bound: number,
): readonly Sighting[] {
  const failing = chains.filter((chain) => chain.some((call) => inTrouble(call) || isFinal(call)));
  let [longest] = failing;
  if (!longest) return [];
  for (const chain of failing) if (chain.length > longest.length) longest = chain;
  const layers = layersOf(failing, pair.here.calls);
  const figures: Record<string, number> = { attempts: longest.length, amplification: layers.total };
  if (layers.client !== undefined) figures["clientAmplification"] = layers.client;
  if (layers.wrapper !== undefined) figures["wrapperAmplification"] = layers.wrapper;
  if (layers.agent !== undefined) figures["agentAmplification"] = layers.agent;
  const as = (
    conclusion: Sighting["conclusion"],
    reason: string,
    saw: readonly CallRecord[] = longest,
  ): readonly Sighting[] => [sighting(dependency, conclusion, reason, () => saw.map((call) => seen(call)), figures)];
  if (longest.length > bound)
    return as("violated", `${longest.length} attempts at one call, more than ${bound}${layers.words}`);
  const pointless = failing.find((chain) => chain.slice(0, -1).some(isFinal));
  if (pointless)
    return as(
      "violated",
      `tried again after ${pointless.find(isFinal)?.ended?.status}, which another attempt does not change`,
      pointless,
    );
  if (longest.length > 1)
    return as("present", `at most ${times(longest.length, "attempt")} at one call, of ${bound}${layers.words}`);
  const given = failing.find(([only]) => only && mayPass(only) && only.faults.length > 0);
  if (given && worse(pair) && !mayBeOpen(failing))
    return as("absent", "a failure that may pass was not followed by another attempt, and the task suffered", given);
  return as("cannot-tell", "no failure at it called for another attempt, or the task did well without one");
}

const isFinal = ({ ended, faults }: CallRecord): boolean =>
  ended?.status !== undefined &&
  final.has(ended.status) &&
  faults.length > 0 &&
  finalKinds.has(failureIn(ended.reply) ?? "invalid-request");

/** Another attempt is due: a look-up that failed at once, with no long wait asked for. */
function mayPass(call: CallRecord): boolean {
  const { started, ended } = call;
  if (!inTrouble(call) || ended === undefined) return false;
  if (!["complete", "reset", "refused"].includes(ended.ending)) return false;
  if (ended.status !== undefined && ended.status < 400) return false;
  if (failureIn(ended.reply) === "quota-exhausted" || (ended.retryAfterMs ?? 0) > longWait) return false;
  return started.boundary !== "tool" || methodIn(started.request) === "GET";
}

/** Several tasks have seen it fail: a breaker that they share may have kept each of them from another attempt. */
function mayBeOpen(failing: readonly (readonly CallRecord[])[]): boolean {
  const troubled = failing.flat().filter(inTrouble);
  return troubled.length >= breakers && new Set(troubled.map(({ started }) => started.performance)).size > 1;
}

const worse = ({ treatment, control }: Pair): boolean =>
  outcomes.indexOf(treatment.primary.outcome) > outcomes.indexOf(control.primary.outcome);

const methodIn = (request: unknown): unknown =>
  typeof request === "object" && request !== null && "method" in request ? request.method : undefined;
