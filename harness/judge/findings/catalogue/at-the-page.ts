import { weaknesses } from "../weakness.ts";

/** What a person sees of a failure where there is a page between them and the agent. */
export const atThePage = weaknesses({
  "spinner-never-ends": {
    title: "The page says that it is at work when nothing more will come",
    severity: "high",
    failureMode: "excessive-latency",
    dimension: "orchestration",
    cost: "The customer waits in front of a spinner until they give up, and does not know whether anything was done.",
    advice:
      "Give the page a time limit of its own that every sign of life restarts. When it runs out, end the spinner, say that there is no answer, and offer to try again.",
    evidence: ["E5"],
    explains: [
      "hung-on-fault",
      "no-timeout",
      "no-idle-timeout",
      "waited-too-long",
      "latency-amplified",
      "call-left-open",
      "fallback-missing",
      "single-point-of-failure",
    ],
  },
  "blank-on-error": {
    title: "The page shows nothing where an error should be",
    severity: "high",
    failureMode: "single-point-of-failure",
    dimension: "observability",
    cost: "The customer looks at an empty space, asks again or goes away, and nobody hears of it.",
    advice:
      "Read the status and the content type before the body, and show every failure in words, with what can be done next.",
    evidence: ["E10"],
    explains: [
      "empty-answer-as-success",
      "silent-wrong-answer",
      "failure-hidden",
      "fallback-missing",
      "single-point-of-failure",
    ],
  },
  "double-answer": {
    title: "The page shows more than one answer to one question",
    severity: "medium",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    cost: "The customer reads half an answer and another one below it, and has to guess which of them holds.",
    advice:
      "Take away what a broken-off answer has left before it is asked for again, and let the second fill the place of the first.",
    evidence: ["E4"],
    explains: [],
  },
  "duplicate-submission": {
    title: "The page takes one question twice",
    severity: "medium",
    failureMode: "incorrect-response",
    dimension: "orchestration",
    cost: "The agent does the same work again, pays for it again, and may do again what must be done once.",
    advice:
      "Take no second question while the first is worked on, and give each question an id under which the server knows it again.",
    evidence: ["E4"],
    explains: ["double-answer"],
  },
});
