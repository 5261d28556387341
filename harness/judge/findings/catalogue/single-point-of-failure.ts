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
    general: true,
    explains: [],
  },
  "transient-not-retried": {
    title: "A failure that may pass is not tried again, and the task fails",
    severity: "medium",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    cost: "Every hiccup of a dependency, and each has some every day, is a failed task.",
    advice: "Try a call again, a bounded number of times, after a failure that may pass.",
    evidence: ["E2"],
    passing: true,
    explains: ["crashed-on-fault"],
  },
  "fallback-missing": {
    title: "A dependency is lost, and what could stand in for it is not asked",
    severity: "high",
    failureMode: "single-point-of-failure",
    dimension: "foundation-model",
    cost: "Every outage of one provider is an outage of the agent, although another one is paid for and ready.",
    advice:
      "After the last attempt at a dependency ask its stand-in with the same request, and remember for a while that it is down.",
    evidence: ["E7"],
    explains: ["single-point-of-failure", "transient-not-retried", "crashed-on-fault", "hung-on-fault"],
  },
  "fallback-fails-too": {
    title: "When the stand-in fails as well the task goes down badly",
    severity: "high",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    cost: "The day on which both are down is the day on which customers are told nothing, or something wrong.",
    advice:
      "End the list of fallbacks with one that needs nothing: what is known so far, what is missing, and who will take over.",
    evidence: ["E7", "E8"],
    explains: ["failure-hidden", "single-point-of-failure", "crashed-on-fault", "hung-on-fault", "silent-wrong-answer"],
  },
  "fallback-contract-broken": {
    title: "The stand-in cannot do what it is asked",
    severity: "high",
    failureMode: "single-point-of-failure",
    dimension: "foundation-model",
    cost: "The fallback has never worked, which shows on the day when it is needed.",
    advice:
      "Check that a stand-in takes the same tools, formats and sizes; adapt the request to it, and exercise it every day.",
    evidence: ["E7", "E10"],
    explains: ["retried-non-retryable", "failure-hidden", "crashed-on-fault", "hung-on-fault", "silent-wrong-answer"],
  },
  "single-point-of-failure": {
    title: "The loss of one dependency alone fails the task",
    severity: "high",
    failureMode: "single-point-of-failure",
    dimension: "infrastructure",
    cost: "The agent is never more available than this one dependency.",
    advice:
      "Give it a stand-in, a cached answer or a way by hand; where there is none, say so to the user and pass the task on.",
    evidence: ["E7", "E8"],
    explains: ["crashed-on-fault", "hung-on-fault"],
  },
  "escalation-missing": {
    title: "What the agent cannot do is passed on to nobody",
    severity: "medium",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    cost: "The customer is told that it did not work, and nobody is going to do anything about it.",
    advice:
      "When a task ends without what was asked, open a ticket with what is known and missing, and tell the customer its number.",
    evidence: ["E17"],
    explains: [],
  },
  "handoff-loses-facts": {
    title: "A task is handed over without what it is about",
    severity: "medium",
    failureMode: "single-point-of-failure",
    dimension: "orchestration",
    cost: "The colleague has to ask the customer everything again, or does what had been done already.",
    advice: "Write into the hand-over the request, the ids, what was done, and what is still open.",
    evidence: ["E18"],
    explains: [],
  },
});
