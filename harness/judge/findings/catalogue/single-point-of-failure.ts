import { weaknesses } from "../weakness.ts";

export const singlePointOfFailure = weaknesses({
  "crashed-on-fault": {
    title: "The agent crashes when a dependency fails",
    severity: "high",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    cost: "The customer sees an error in place of an answer, for every failure of that dependency.",
    advice:
      "Catch the error where the dependency is called, and answer with what is left: a fallback, a partial answer, or a plain apology.",
    evidence: ["E7", "E8"],
    explains: [],
  },
  "transient-not-retried": {
    title: "One passing failure of a dependency fails the task",
    severity: "medium",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    cost: "Every hiccup of a dependency, and each has some every day, is a failed task.",
    advice: "Try a call again, a bounded number of times, after a failure that may pass.",
    evidence: ["E2"],
    explains: ["crashed-on-fault", "silent-wrong-answer"],
  },
});
