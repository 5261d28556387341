import { weaknesses } from "../weakness.ts";

export const sharedFate = weaknesses({
  "shared-fate": {
    title: "Tasks that do not need the failed dependency fail with it",
    severity: "critical",
    failureMode: "shared-fate",
    dimension: "orchestration",
    cost: "One slow tool takes every customer down, and not only those who asked for it.",
    advice:
      "Keep pools, queues, breakers and event loops apart by dependency, so that one that is slow does not hold up the rest.",
    evidence: ["E9"],
    explains: ["bystander-slowed"],
  },
  "bystander-slowed": {
    title: "Tasks that do not need the slow dependency wait for it",
    severity: "high",
    failureMode: "shared-fate",
    dimension: "infrastructure",
    cost: "One slow tool makes the whole service slow, and the customers who never needed it leave as well.",
    advice:
      "Give each dependency its own pool and queue, and never hold a shared lock or worker while waiting for one.",
    evidence: ["E9"],
    explains: [],
  },
  "no-breaker": {
    title: "A dead dependency is called by every task as if it were well",
    severity: "medium",
    failureMode: "shared-fate",
    dimension: "infrastructure",
    cost: "Every task pays the full price of finding out again, and the dependency has no rest in which to recover.",
    advice:
      "Put a breaker that all tasks share in front of each dependency: open after a few failures, then one probe at a time.",
    evidence: ["E1"],
    explains: ["breaker-leaks", "retry-storm", "no-backoff", "latency-amplified"],
  },
  "breaker-leaks": {
    title: "Calls go through while the breaker should be open",
    severity: "medium",
    failureMode: "shared-fate",
    dimension: "infrastructure",
    cost: "The protection is there on paper: the dependency is still called, and the tasks still wait.",
    advice:
      "Keep one breaker for each dependency and not one for each task or client, and let one probe through when it is half open.",
    evidence: ["E1"],
    explains: [],
  },
  "breaker-too-eager": {
    title: "One failed call shuts a dependency off for everybody",
    severity: "medium",
    failureMode: "shared-fate",
    dimension: "infrastructure",
    cost: "A single hiccup takes a healthy service away from all tasks for the length of the pause.",
    advice:
      "Open on several failures in a row or on a rate over a minimum of calls, and close again with the first good probe.",
    evidence: ["E1"],
    explains: ["transient-not-retried", "crashed-on-fault", "hung-on-fault", "silent-wrong-answer"],
  },
  "state-left-behind": {
    title: "Tasks fail after the fault has gone",
    severity: "high",
    failureMode: "shared-fate",
    dimension: "infrastructure",
    cost: "The outage is over and the service is not: somebody has to restart it.",
    advice:
      "Make nothing of a failure outlive its task: no cached error, no closed client, no breaker without a probe.",
    evidence: ["E25"],
    explains: [],
  },
  "load-spilled": {
    title: "The failure of one dependency floods another that is well",
    severity: "medium",
    failureMode: "shared-fate",
    dimension: "infrastructure",
    cost: "The next service goes down, and the outage spreads.",
    advice: "Bound what a task may ask of a stand-in, and remember its answers within the task.",
    evidence: ["E9"],
    explains: [],
  },
  "uncatchable-crash": {
    title: "An error that nothing can catch takes the process down",
    severity: "critical",
    failureMode: "shared-fate",
    dimension: "infrastructure",
    cost: "Every task in the process dies with the one that failed, again at each restart.",
    advice:
      "Await or handle every promise and emitter (streams, timers, clients' own retries), and let a failure end its task only.",
    evidence: ["E9"],
    explains: ["shared-fate", "bystander-slowed", "crashed-on-fault"],
  },
  "cross-tenant-leak": {
    title: "One customer is told what belongs to another",
    severity: "critical",
    failureMode: "shared-fate",
    dimension: "security",
    cost: "It is a breach of data that has to be reported, and it cannot be taken back.",
    advice:
      "Keep what a task knows in the task; put the tenant into every cache key, index filter and memory namespace.",
    evidence: ["E9", "E12"],
    explains: ["shared-fate", "unwanted-effect", "silent-wrong-answer", "state-left-behind"],
  },
  "telemetry-blocks-task": {
    title: "A task fails or waits because its telemetry does",
    severity: "medium",
    failureMode: "shared-fate",
    dimension: "observability",
    cost: "What was meant to watch the service takes it down.",
    advice:
      "Send telemetry beside the task and never in its way: a bounded queue, a short timeout, and drop what does not fit.",
    evidence: ["E9", "E26"],
    explains: [
      "deadline-not-propagated",
      "waited-too-long",
      "no-timeout",
      "latency-amplified",
      "transient-not-retried",
      "single-point-of-failure",
      "crashed-on-fault",
      "hung-on-fault",
      "silent-wrong-answer",
    ],
  },
});
