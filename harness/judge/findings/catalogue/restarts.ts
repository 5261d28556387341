import { weaknesses } from "../weakness.ts";

/** What becomes of work when the agent's own process is ended in the middle of it. */
export const restarts = weaknesses({
  "work-repeated-after-restart": {
    title: "A change that was made before a restart is made again after it",
    severity: "critical",
    failureMode: "single-point-of-failure",
    dimension: "infrastructure",
    cost: "Every deployment and every crash pays some customers twice, and no log of the agent shows both payments.",
    advice:
      "Write down what is about to be done, with its idempotency key, before it is done, and go on from there after a restart.",
    evidence: ["E15"],
    explains: ["duplicate-effect"],
  },
  "work-lost-in-restart": {
    title: "Work is lost when the agent's process is restarted",
    severity: "high",
    failureMode: "single-point-of-failure",
    dimension: "infrastructure",
    cost: "Whoever was being served when a new version was rolled out gets nothing, or hears that it was done when it was not.",
    advice:
      "Keep the state of a task outside of the process, take it up again after a start, and on SIGTERM finish or hand over.",
    evidence: ["E13", "E15"],
    explains: [
      "claimed-without-effect",
      "partial-write-left",
      "silent-wrong-answer",
      "failure-hidden",
      "crashed-on-fault",
      "hung-on-fault",
    ],
  },
});
