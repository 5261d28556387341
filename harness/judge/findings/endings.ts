import { formatDuration } from "../../domain/duration.ts";
import type { CallRecord } from "../../domain/events.ts";
import { type Detector, hit, misled, why } from "./detector.ts";

const lastHit = (calls: readonly CallRecord[]): { readonly address?: string } => {
  const last = calls.at(-1);
  return last ? { address: last.started.address } : {};
};

/** A stream that ended so was not whole. */
const brokenOff: ReadonlySet<string> = new Set(["reset", "end", "silence", "stream-reset", "goaway"]);

/** Longer than a person waits for one step of an answer. */
const longWait = 20_000;
const lasted = ({ started, ended }: CallRecord): number => (ended ? ended.t - started.t : 0);

export const endingFindings: readonly Detector[] = [
  {
    code: "crashed-on-fault",
    title: "The agent crashes when a dependency fails",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    advice:
      "Catch the error where the dependency is called, and answer with what is left: a fallback, a partial answer, or a plain apology.",
    detect({ treatment, control }) {
      if (treatment.primary.outcome !== "crashed" || control.primary.outcome === "crashed") return [];
      return [{ ...lastHit(hit(treatment.primary)), detail: why(treatment.primary) }];
    },
  },
  {
    code: "hung-no-timeout",
    title: "The agent waits without end for a dependency that does not answer",
    failureMode: "excessive-latency",
    dimension: "orchestration",
    advice:
      "Give every call a timeout, every stream an idle timeout, and the task a deadline of its own that is shorter than the user's.",
    detect({ treatment, control }) {
      if (treatment.primary.outcome !== "hung" || control.primary.outcome === "hung") return [];
      return [{ ...lastHit(hit(treatment.primary)), detail: why(treatment.primary) }];
    },
  },
  {
    code: "waited-too-long",
    title: "The agent waits out a slow dependency instead of giving up on it",
    failureMode: "excessive-latency",
    dimension: "orchestration",
    advice:
      "Give every call a time limit that fits what the user will wait for, and go elsewhere or answer without it when that is over.",
    detect({ treatment, control }) {
      if (treatment.primary.outcome === "hung") return [];
      const usual = Math.max(0, ...control.primary.record.calls.map(lasted));
      return hit(treatment.primary)
        .filter((call) => lasted(call) >= longWait && lasted(call) >= 5 * usual)
        .map((call) => ({
          address: call.started.address,
          detail: `waited ${formatDuration(lasted(call))} for it; without the fault no call took longer than ${formatDuration(usual)}`,
        }));
    },
  },
  {
    code: "silent-wrong-answer",
    title: "A wrong answer is given with confidence",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    advice: "Tell the model when a source has failed, check the answer against its sources, and say what is missing.",
    detect: (pair) =>
      misled(pair) && pair.treatment.primary.outcome !== "harmful"
        ? [{ ...lastHit(hit(pair.treatment.primary)), detail: why(pair.treatment.primary) }]
        : [],
  },
  {
    code: "empty-answer-as-success",
    title: "An empty answer is returned as a success",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    advice: "Treat an empty answer as a failure: ask again, or say that there is none.",
    detect({ treatment, control }) {
      const empty = ({ record: { ended } }: typeof treatment.primary): boolean =>
        ended?.end === "answered" && (ended.answer ?? "").trim() === "";
      return empty(treatment.primary) && !empty(control.primary)
        ? [{ ...lastHit(hit(treatment.primary)), detail: "answered with no text" }]
        : [];
    },
  },
  {
    code: "truncated-stream-accepted",
    title: "A stream that broke off is taken for a whole answer",
    failureMode: "incorrect-response",
    dimension: "foundation-model",
    advice:
      "A stream is whole only when its closing event has come; otherwise ask again or say that the answer is cut.",
    detect(pair) {
      if (!misled(pair)) return [];
      return hit(pair.treatment.primary)
        .filter(
          ({ started, ended }) =>
            started.stream && started.boundary === "model" && ended !== undefined && brokenOff.has(ended.ending),
        )
        .map(({ started, ended }) => ({
          address: started.address,
          detail: `the stream broke off (${ended?.ending}); the answer ${why(pair.treatment.primary)}`,
        }));
    },
  },
];
