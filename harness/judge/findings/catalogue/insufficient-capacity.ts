import { weaknesses } from "../weakness.ts";

export const insufficientCapacity = weaknesses({
  "retry-storm": {
    title: "Retries multiply the load on a dependency that is failing",
    severity: "high",
    failureMode: "insufficient-capacity",
    dimension: "orchestration",
    cost: "A short failure becomes a long one: every client multiplies its calls just when the dependency can take the fewest, and each of them may be billed.",
    advice:
      "Let one layer own the retries (switch those of the SDK off), bound them to two or three, and open a breaker when the dependency keeps failing.",
    evidence: ["E1", "E2"],
    explains: ["no-backoff", "hung-on-fault", "crashed-on-fault", "silent-wrong-answer"],
  },
  "retry-after-ignored": {
    title: "The wait that a dependency asks for is not kept",
    severity: "high",
    failureMode: "insufficient-capacity",
    dimension: "foundation-model",
    cost: "Every early call is refused again and counts against the quota, so that the throttling lasts longer and the provider may block the key.",
    advice:
      "Before the same call is tried again, wait at least as long as Retry-After says; when that is longer than the task has, go to a fallback or tell the user.",
    evidence: ["E3"],
    explains: ["retry-storm", "no-backoff", "crashed-on-fault", "hung-on-fault", "silent-wrong-answer"],
  },
  "retried-non-retryable": {
    title: "A call is repeated that cannot succeed",
    severity: "medium",
    failureMode: "insufficient-capacity",
    dimension: "orchestration",
    cost: "Quota and seconds are spent on a call that must fail, and the real cause (a wrong request, an expired key) is found later than it could be.",
    advice: "Repeat only what may pass: 408, 409, 425, 429, 5xx and broken connections. Stop at once at any other 4xx.",
    evidence: ["E2"],
    explains: ["retry-storm", "no-backoff", "crashed-on-fault", "hung-on-fault", "silent-wrong-answer"],
  },
  "no-backoff": {
    title: "Retries follow one another without a wait",
    severity: "medium",
    failureMode: "insufficient-capacity",
    dimension: "orchestration",
    cost: "All attempts fall into the same few milliseconds of an outage that lasts longer, so that they help nobody and add to the load.",
    advice:
      "Wait before each retry, longer each time, with some chance in it, so that clients do not return all at once.",
    evidence: ["E3"],
    explains: ["crashed-on-fault", "silent-wrong-answer"],
  },
});
