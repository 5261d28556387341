import { describe, expect, test } from "vitest";
import { loadExperiments } from "./index.ts";
import { changed, complaints, project } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

/** What stands in the valid file, what is put in its place, and everything that is then said. */
type Row = readonly [from: string, to: string, ...said: string[]];

const wrongHead: readonly Row[] = [
  [
    "title: Answers stay right",
    "titel: Answers stay right",
    'experiments/stale.yaml:2:1 Unknown key "titel". Did you mean "title"?',
  ],
  [
    "question: Does it notice?\n",
    "",
    'experiments/stale.yaml:2:1 "question" is missing. What the experiment asks, in plain words.',
  ],
  ["repeats: 3", "repeats: five", 'experiments/stale.yaml:17:10 "repeats" must be a number, not "five".'],
  ["repeats: 3", "repeats: 0", 'experiments/stale.yaml:17:10 "repeats" must be at least 1, not 0.'],
  ["repeats: 3", "repeats: 1.5", 'experiments/stale.yaml:17:10 "repeats" must be a whole number, not 1.5.'],
  [
    "failureMode: incorrect-response",
    "failureMode: incorect-response",
    'experiments/stale.yaml:5:14 "failureMode" must be one of "shared-fate", "insufficient-capacity", "excessive-latency", "incorrect-response" or "single-point-of-failure", not "incorect-response". Did you mean "incorrect-response"?',
  ],
  ["tags: [smoke]", "tags: smoke", 'experiments/stale.yaml:4:7 "tags" must be a list, not "smoke".'],
  ["tags: [smoke]", "tags: [smoke, 4]", 'experiments/stale.yaml:4:15 Item 2 of "tags" must be text, not 4.'],
  [
    "target: ../agents/target.yaml",
    "target: ../agents/taget.yaml",
    'experiments/stale.yaml:7:9 Cannot find the target: there is no file agents/taget.yaml. Did you mean "../agents/target.yaml"?',
  ],
  ["target: ../agents/target.yaml", "target: 5", 'experiments/stale.yaml:7:9 "target" must be text or a list, not 5.'],
  [
    "seed: 7",
    "matrix: { delay: [1s] }",
    `experiments/stale.yaml:18:11 The method does not use "delay", so its values would change nothing. Write \${matrix.delay} where it belongs, or leave it out.`,
  ],
  ["seed: 7", "matrix: { delay: [] }", 'experiments/stale.yaml:18:18 "delay" must not be empty.'],
  [
    "seed: 7",
    "matrix: { '1 x': [3] }",
    'experiments/stale.yaml:18:11 The key "1 x" must be a name of letters, digits, - and _.',
  ],
  [
    "seed: 7",
    "blastRadius: { maxTrials: 5 }",
    "experiments/stale.yaml:18:27 This would run 6 trials (1 cell × 1 task × 3 repeats × 2 arms), and blastRadius.maxTrials allows 5. Run less, or raise maxTrials.",
  ],
  [
    "seed: 7",
    "blastRadius: { dependencies: [policies, oders] }",
    'experiments/stale.yaml:18:41 system-map.yaml has no dependency "oders". Did you mean "orders"?',
  ],
  [
    "seed: 7",
    "abortWhen: [{ outcome: harmfull, count: 3 }]",
    'experiments/stale.yaml:18:24 "outcome" must be one of "correct", "degraded", "failed-safe", "hung", "crashed", "wrong" or "harmful", not "harmfull". Did you mean "harmful"?',
  ],
  [
    "seed: 7",
    "abortWhen: [{ outcome: harmful, cout: 3 }]",
    'experiments/stale.yaml:18:33 Unknown key "cout". Did you mean "count"?',
  ],
  [
    "seed: 7",
    "abortWhen: [{ wallTime: 0s }]",
    'experiments/stale.yaml:18:25 "wallTime" must be a duration of more than 0, not "0s".',
  ],
  ["seed: 7", "abortWhen: { wallTime: 0s }", 'experiments/stale.yaml:18:12 "abortWhen" must be a list, not a mapping.'],
  [
    "seed: 7",
    "deadline: soon",
    'experiments/stale.yaml:18:11 "deadline" must be a duration such as "250ms", "2s", "1.5m", "3h" or "400d", not "soon".',
  ],
  [
    "seed: 7",
    "brain: clever",
    'experiments/stale.yaml:18:8 "brain" must be "passthrough", "careful", "credulous" or a mapping, not "clever".',
  ],
  [
    "seed: 7",
    "brain: {script: clever}",
    'experiments/stale.yaml:18:17 "script" must be "careful" or "credulous", not "clever".',
  ],
  [
    "seed: 7",
    "systemMap: ../sytem-map.yaml",
    'experiments/stale.yaml:18:12 Cannot find the system map: there is no file sytem-map.yaml. Did you mean "../system-map.yaml"?',
  ],
  ["seed: 7", "seed: [7]", 'experiments/stale.yaml:18:7 "seed" must be text or a number, not a list.'],
];

describe("mistakes in the head of an experiment", () => {
  test.each(wrongHead)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("experiments/stale.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});

const wrongTasks: readonly Row[] = [
  [
    "from: ../tasks/support.yaml",
    "from: ../tasks/suport.yaml",
    'experiments/stale.yaml:8:16 Cannot find the tasks: no file matches "../tasks/suport.yaml". Did you mean "../tasks/support.yaml"?',
  ],
  [
    "tags: [policy]",
    "tags: [polcy]",
    'experiments/stale.yaml:8:46 No task carries the tag "polcy". Did you mean "policy"?',
  ],
  [
    "tags: [policy]",
    "ids: [return-windw]",
    'experiments/stale.yaml:8:45 No task has the id "return-windw". Did you mean "return-window"?',
  ],
  ["tags: [policy]", "limt: 4", 'experiments/stale.yaml:8:39 Unknown key "limt". Did you mean "limit"?'],
  ["tags: [policy]", "limit: 0", 'experiments/stale.yaml:8:46 "limit" must be at least 1, not 0.'],
  [
    "tags: [policy]",
    "tags: [policy], ids: [order-status]",
    'experiments/stale.yaml:8:8 This chooses no task: none with these ids carries "policy".',
  ],
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }",
    "tasks: []",
    'experiments/stale.yaml:8:8 "tasks" must not be empty.',
  ],
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }",
    "tasks: 5",
    'experiments/stale.yaml:8:8 "tasks" must be text, a mapping or a list, not 5.',
  ],
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }\n",
    "",
    'experiments/stale.yaml:2:1 "tasks" is missing. What the agent is asked: a path or glob, a selection { from, tags, ids, limit }, or tasks written here.',
  ],
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }",
    "tasks: { tags: [policy] }",
    'experiments/stale.yaml:8:8 "from" is missing. Task files: a path or glob relative to this file, or a list of them.',
  ],
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }",
    "tasks:\n  - { id: a, prompt: hi, expect: {facts: [x]} }",
    'experiments/stale.yaml:8:1 Task "a" of experiments/stale.yaml has no playbook, and the script brain cannot solve it without one. Write one, or "brain: passthrough".',
  ],
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }",
    `tasks: [${["a", "b", "c", "d", "e"].map((id) => `{ id: ${id}, prompt: hi, expect: {facts: [x]} }`)}]`,
    'experiments/stale.yaml:8:1 5 of 5 tasks have no playbook ("a", "b", "c" and 2 more), and the script brain cannot solve them without. Write one for each, or "brain: passthrough".',
  ],
];

describe("mistakes in the choice of tasks", () => {
  test.each(wrongTasks)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("experiments/stale.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});

const wrongHypothesis: readonly Row[] = [
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }",
    "tasks:\n  - { id: a, prompt: hi, expect: {} }",
    'experiments/stale.yaml:9:26 Task "a" has no ground truth, so no answer to it can be wrong. Write what it must contain under "facts", must not contain under "forbids", must change under "effects", or pass under "assert".',
  ],
  [
    "tasks: { from: ../tasks/support.yaml, tags: [policy] }",
    "tasks: ../tasks/support.yaml\nbystanders: ../tasks/support.yaml",
    'experiments/stale.yaml:9:13 "return-window" is a task of this experiment and a bystander too. Choose bystanders that the fault should not touch.',
  ],
  [
    "- answer-correctness",
    "- answer-corectness",
    'experiments/stale.yaml:10:5 Cannot claim anything of "answer-corectness": no such probe. Did you mean "answer-correctness"?',
  ],
  [
    "of: control",
    "of: contrl",
    'experiments/stale.yaml:10:46 "of" must be "control" or "absolute", not "contrl". Did you mean "control"?',
  ],
  ["of: control", "off: control", 'experiments/stale.yaml:10:42 Unknown key "off". Did you mean "of"?'],
  [
    "of: control",
    "within: soon",
    'experiments/stale.yaml:10:50 "within" must be a duration such as "250ms", "2s", "1.5m", "3h" or "400d", not "soon".',
  ],
  ["of: control", "atMost: 0.5", "experiments/stale.yaml:10:36 No value is at least 0.95 and at most 0.5."],
  [
    "{ atMost: 0 }",
    "{}",
    'experiments/stale.yaml:11:5 "silent-wrong-rate" needs a tolerance. Write "atLeast" or "atMost".',
  ],
  [
    "{ atMost: 0 }",
    "{ atMost: 2s }",
    'experiments/stale.yaml:11:34 "atMost" must be a number, not "2s": "silent-wrong-rate" does not measure time.',
  ],
  [
    "{ atMost: 0 }",
    "{ atMost: lots }",
    'experiments/stale.yaml:11:34 "atMost" must be a number, or a duration for a probe that measures time, not "lots".',
  ],
  [
    "{ atMost: 0 }",
    "{ atMost: 0, about: polices.search }",
    'experiments/stale.yaml:11:44 system-map.yaml has no dependency "polices" for "silent-wrong-rate" to be about. Did you mean "policies"?',
  ],
  [
    "{ atMost: 0 }",
    "0",
    'experiments/stale.yaml:11:24 "silent-wrong-rate" must be a mapping with "atLeast" or "atMost", not 0.',
  ],
  [
    "  - silent-wrong-rate: { atMost: 0 }",
    "  - { silent-wrong-rate: { atMost: 0 }, answer-time: { atMost: 2s } }",
    'experiments/stale.yaml:11:5 A claim must be one probe with its tolerance, such as "- answer-correctness: { atLeast: 0.95 }", not 2: "silent-wrong-rate", "answer-time".',
  ],
  [
    "hypothesis:\n  - answer-correctness: { atLeast: 0.95, of: control }\n  - silent-wrong-rate: { atMost: 0 }",
    "hypothesis: []",
    'experiments/stale.yaml:9:13 "hypothesis" must not be empty.',
  ],
];

test.each(["policies", "policies.search", "answer", "task", "something of the detector's own"])(
  "a claim about %s is left to its detector",
  async (about) => {
    await using at = await project(
      changed("experiments/stale.yaml", "{ atMost: 0 }", `{ atMost: 0, about: "${about}" }`),
    );
    expect(await loadExperiments(["experiments"], registry, at)).toHaveLength(1);
  },
);

describe("mistakes in a hypothesis", () => {
  test.each(wrongHypothesis)("%j → %j", async (from, to, ...said) => {
    await using at = await project(changed("experiments/stale.yaml", from, to));
    expect(await complaints(loadExperiments(["experiments"], registry, at))).toEqual(said);
  });
});
