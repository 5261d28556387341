import { formatDuration } from "../../../domain/duration.ts";
import type { CallRecord } from "../../../domain/events.ts";
import type { Judged } from "../../../domain/judgement.ts";
import { at, type Case, failedWith, fieldsOf, hitBy, paramsOf } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Turns of the model beyond those that the control arm needs, from which it is called a loop. */
const loop = 12;
/** Turns with a tool that there is not. */
const unknownTools = 8;
/** Tokens beyond the control arm's. */
const manyTokens = 4000;

const turnsOf = ({ record }: Judged): readonly CallRecord[] =>
  record.calls.filter(({ started, ended }) => started.boundary === "model" && ended?.status === 200);

const tokensOf = ({ record }: Judged): number =>
  record.calls.reduce(
    (sum, { ended }) => sum + (ended?.usage?.inputTokens ?? 0) + (ended?.usage?.outputTokens ?? 0),
    0,
  );

const extraTurns = ({ here, usual }: Case): number => turnsOf(here).length - turnsOf(usual).length;

export const capacity = {
  "quota-reserved-for-nothing": (given) =>
    given.hit
      .filter(
        (call) =>
          call.started.boundary === "model" &&
          call.ended?.status === 429 &&
          fieldsOf(call.started.request)["maxOutputTokens"] === undefined &&
          call.faults.some((fired) => reservesTokens(given, fired)),
      )
      .map((call) => ({
        address: call.started.address,
        detail: "refused by a token quota, which reserves the model's maximum as the request names no limit of its own",
      })),

  "context-overflow-unhandled": (given) => {
    if (given.here.outcome === "correct" || given.here.disclosed || given.usual.outcome !== "correct") return [];
    return given.hit
      .filter((call) => failedWith(given, call, "context-overflow"))
      .map((call) => ({
        address: call.started.address,
        detail: `the conversation no longer fitted into the model's window; ${given.why}`,
      }));
  },

  "unbounded-loop": (given) => {
    const turns = turnsOf(given.here);
    if (extraTurns(given) < loop || turns.length < 4 * turnsOf(given.usual).length) return [];
    return [
      {
        ...at(turns.at(-1)),
        detail: `${turns.length} turns of the model in ${formatDuration((turns.at(-1)?.started.t ?? 0) - (turns[0]?.started.t ?? 0))}, and ${turnsOf(given.usual).length} without the fault`,
      },
    ];
  },

  "unknown-tool-loops": (given) => {
    const asked = hitBy(given, "unknown-tool");
    if (asked.length < unknownTools || extraTurns(given) < unknownTools) return [];
    return [
      {
        ...at(asked.at(-1)),
        detail: `the model asked for a tool that there is not in ${asked.length} turns of one task`,
      },
    ];
  },

  "runaway-tokens": ({ here, usual, hit }) => {
    const [now, then] = [tokensOf(here), tokensOf(usual)];
    if (then === 0 || now < 4 * then || now - then < manyTokens) return [];
    return [{ ...at(hit.at(-1)), detail: `${now} tokens for a task that takes ${then} without the fault` }];
  },
} satisfies Detectors;

const reservesTokens = (given: Case, fired: CallRecord["faults"][number]): boolean => {
  const params = paramsOf(given, fired);
  if (fired.fault === "quota") return params["reserve"] === "output-limit" && /\(tokens\)/.test(fired.note);
  return false;
};
