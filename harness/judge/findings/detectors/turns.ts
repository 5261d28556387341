import type { CallRecord } from "../../../domain/events.ts";
import type { Judged } from "../../../domain/judgement.ts";
import { at, type Case, type Detect, endedAs, fieldsOf, hitBy, type Sign } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** A stream that ended so was not whole. */
const brokenOff: ReadonlySet<string> = new Set(["reset", "end", "silence", "stream-reset", "goaway"]);

/** Turns that do not parse, or whose calls do not. */
const unreadable = [
  "malformed-tool-arguments",
  "truncated-answer",
  "unknown-tool",
  "empty-completion",
  "hollow-success",
  "garbage-in-stream",
  "duplicated-event",
  "reordered-events",
  "mid-stream-error",
  "missing-final-event",
  "cut-stream",
] as const;

const empty = ({ record: { ended } }: Judged): boolean =>
  ended?.end === "answered" && (ended.answer ?? "").trim() === "";

const ofModel = ({ started }: CallRecord): boolean => started.boundary === "model";

/** A bad turn went in, a wrong answer came out, and nothing warned of it. */
const accepted =
  (saw: string, ...faults: readonly string[]): Detect =>
  (given) =>
    given.misled
      ? hitBy(given, ...faults)
          .filter(ofModel)
          .map((call) => ({ ...at(call), detail: `${saw}; the answer ${given.why}` }))
      : [];

const refusalTold = accepted(
  "the model declined, or a guardrail spoke in its place",
  "refusal",
  "guardrail-intervened",
);

/** The one tool that a spoilt turn called was called all the same: what follows the turn is no question to a model. */
const executed = (given: Case, isSo: (call: CallRecord) => boolean, saw: string): readonly Sign[] =>
  given.hit.filter(ofModel).flatMap((call) => {
    const calls = fieldsOf(call.ended?.reply)["toolCalls"];
    if (!Array.isArray(calls) || calls.length !== 1 || !isSo(call)) return [];
    const next = given.here.record.calls.find(
      ({ started }) => started.t >= (call.ended?.t ?? Number.POSITIVE_INFINITY),
    );
    const doing = next && (next.started.boundary === "tool" || next.started.boundary === "retrieval");
    return doing ? [{ ...at(next), detail: `called although ${saw}` }] : [];
  });

const cut = (call: CallRecord): boolean =>
  fieldsOf(call.ended?.reply)["stopReason"] === "length" ||
  (call.started.stream && brokenOff.has(call.ended?.ending ?? ""));

export const turns = {
  "truncated-stream-accepted": (given) =>
    given.misled
      ? given.hit
          .filter(
            (call) =>
              ofModel(call) &&
              call.started.stream &&
              ((call.ended !== undefined && brokenOff.has(call.ended.ending)) ||
                call.faults.some(({ fault }) => fault === "missing-final-event")),
          )
          .map((call) => ({
            ...at(call),
            detail: `the stream broke off (${call.ended?.ending === "complete" ? "without its closing event" : call.ended?.ending}); the answer ${given.why}`,
          }))
      : [],

  "stop-reason-ignored": accepted("the model's turn was cut at the length limit", "truncated-answer"),
  "refusal-shown-as-answer": (given) => (empty(given.here) ? [] : refusalTold(given)),
  "corrupted-stream-accepted": accepted(
    "events of the stream came damaged, twice or in the wrong order",
    "garbage-in-stream",
    "duplicated-event",
    "reordered-events",
    "mid-stream-error",
  ),
  "weaker-model-unnoticed": accepted(
    "another, weaker model answered in place of the one that was asked",
    "weaker-model",
  ),
  "broken-step-hidden": accepted(
    "a step of the model could not be carried out",
    "unknown-tool",
    "malformed-tool-arguments",
  ),

  "truncated-tool-call-executed": (given) => executed(given, cut, "the model's turn was cut in the middle of the call"),

  "malformed-tool-call-executed": (given) =>
    executed(
      given,
      (call) => !cut(call) && call.faults.some(({ fault }) => fault === "malformed-tool-arguments"),
      "the arguments that the model gave do not parse or do not fit",
    ),

  "unreadable-turn-crashes": (given) =>
    endedAs(given, "crashed")
      ? hitBy(given, ...unreadable)
          .filter((call) => ofModel(call) && call.ended?.status === 200)
          .map((call) => ({ ...at(call), detail: `a turn that could not be read ended the task: ${given.why}` }))
      : [],

  "empty-answer-as-success": ({ here, usual, hit }) =>
    empty(here) && !empty(usual) ? [{ ...at(hit.at(-1)), detail: "answered with no text" }] : [],
} satisfies Detectors;
