import { weaknesses } from "../weakness.ts";

export const excessiveLatency = weaknesses({
  "no-timeout": {
    title: "The agent waits without end for a dependency that does not answer",
    severity: "high",
    failureMode: "excessive-latency",
    dimension: "orchestration",
    cost: "One silent dependency holds a worker, a connection and a customer for as long as it likes; enough of them stop the service.",
    advice:
      "Give every call a timeout, every stream an idle timeout, and the task a deadline of its own that is shorter than the user's.",
    evidence: ["E5"],
    explains: ["hung-on-fault", "waited-too-long"],
  },
  "waited-too-long": {
    title: "The agent waits out a slow dependency instead of giving up on it",
    severity: "medium",
    failureMode: "excessive-latency",
    dimension: "orchestration",
    cost: "The answer comes, but after the customer has gone, and work piles up behind it.",
    advice:
      "Give every call a time limit that fits what the user will wait for, and go elsewhere or answer without it when that is over.",
    evidence: ["E5", "E21"],
    explains: ["hung-on-fault"],
  },
  "hung-on-fault": {
    title: "A task does not end within its deadline when a dependency fails",
    severity: "high",
    failureMode: "excessive-latency",
    dimension: "orchestration",
    cost: "The customer gets no answer at all, not even that there is none, and what the task holds is not given back.",
    advice: "Give the task a deadline of its own, and answer with what there is when it is over.",
    evidence: ["E5", "E6"],
    explains: [],
  },
});
