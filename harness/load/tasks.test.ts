import { expect, test } from "vitest";
import { loadExperiments, loadTasks } from "./index.ts";
import { changed, complaints, project, valid } from "./testing/project.ts";
import { registry } from "./testing/registry.ts";

test("reads every way of writing a fact", async () => {
  await using at = await project({
    "tasks.yaml": `tasks:
  - id: all
    prompt: Hi
    input: { customer: 7 }
    expect:
      facts: [plain text, 30, { text: x }, { anyOf: [a, b] }, { matches: "^\\\\d+$" }, { number: 59.9 }, { number: 5, tolerance: 1 }]
      effects: [{ kind: refund, order: TG-1 }]
      claims: [{ effect: refund, when: { anyOf: [refunded] } }]
`,
  });
  expect(await loadTasks("tasks.yaml", at)).toEqual([
    {
      id: "all",
      file: "tasks.yaml",
      tags: [],
      prompt: "Hi",
      input: { customer: 7 },
      expect: {
        facts: [
          { text: "plain text" },
          { number: 30, tolerance: 0.005 },
          { text: "x" },
          { anyOf: ["a", "b"] },
          { matches: "^\\d+$" },
          { number: 59.9, tolerance: 0.005 },
          { number: 5, tolerance: 1 },
        ],
        forbids: [],
        effects: [{ kind: "refund", order: "TG-1" }],
        claims: [{ effect: "refund", when: { anyOf: ["refunded"] } }],
      },
    },
  ]);
});

test("reads JSON and JSONL, and says where a line is wrong", async () => {
  const task = { id: "a", prompt: "Hi", expect: { facts: ["x"] } };
  await using at = await project({
    "a.json": JSON.stringify({ tasks: [task] }),
    "b.jsonl": `${JSON.stringify(task)}\n${JSON.stringify({ ...task, id: "b" })}\n`,
    "c.jsonl": `${JSON.stringify(task)}\n${JSON.stringify({ ...task, id: "b", expect: { fact: [] } })}\n`,
    "d.yaml": "tasks: []\n",
  });
  expect((await loadTasks("a.json", at)).map(({ id }) => id)).toEqual(["a"]);
  expect((await loadTasks("b.jsonl", at)).map(({ id }) => id)).toEqual(["a", "b"]);
  expect(await complaints(loadTasks("c.jsonl", at))).toEqual([
    'c.jsonl:2:35 Unknown key "fact". Did you mean "facts"?',
  ]);
  expect(await complaints(loadTasks("d.yaml", at))).toEqual(['d.yaml:1:8 "tasks" must not be empty.']);
});

test.each([
  ["../tasks/support.yaml", ["return-window", "order-status"]],
  ["../tasks/*.yaml", ["return-window", "order-status"]],
  ["{ from: ../tasks, limit: 1 }", ["return-window"]],
  [
    "[{ from: [../tasks/support.yaml], ids: [order-status] }, ../tasks/support.yaml]",
    ["order-status", "return-window"],
  ],
  ["[{ id: here, prompt: Hi, expect: { facts: [x] }, playbook: [] }]", ["here"]],
  ["{ id: here, prompt: Hi, expect: { forbids: [x] }, playbook: [] }", ["here"]],
])("tasks: %s", async (written, expected) => {
  await using at = await project(
    changed("experiments/stale.yaml", "{ from: ../tasks/support.yaml, tags: [policy] }", written),
  );
  const [experiment] = await loadExperiments(["experiments"], registry, at);
  expect(experiment?.tasks.map(({ id }) => id)).toEqual(expected);
});

test("bystanders are chosen like tasks, and ids must differ between files", async () => {
  const written = "../tasks/other.yaml\nbystanders: { from: ../tasks/support.yaml, ids: [order-status] }";
  const files = changed("experiments/stale.yaml", "{ from: ../tasks/support.yaml, tags: [policy] }", written);
  const other = valid["tasks/support.yaml"].replace("id: order-status", "id: another");
  await using at = await project({ ...files, "tasks/other.yaml": other });
  const [experiment] = await loadExperiments(["experiments"], registry, at);
  expect(experiment?.bystanders.map(({ id }) => id)).toEqual(["order-status"]);

  await using clash = await project({
    ...changed("experiments/stale.yaml", "{ from: ../tasks/support.yaml, tags: [policy] }", "../tasks"),
    "tasks/other.yaml": other,
  });
  expect(await complaints(loadExperiments(["experiments"], registry, clash))).toEqual([
    'experiments/stale.yaml:8:8 Two tasks have the id "return-window": one of tasks/other.yaml, one of tasks/support.yaml. Ids must be unique in an experiment.',
  ]);
});

/** One task, and what is expected of its answer line by line. */
const expecting = (...lines: string[]) =>
  project({
    "tasks.yaml": [
      "tasks:",
      "  - id: both",
      "    prompt: Hi",
      "    expect:",
      ...lines.map((one) => `      ${one}`),
      "",
    ].join("\n"),
  });

test("takes for two what only look alike", async () => {
  await using at = await expecting(
    'facts: [{ matches: "room \\\\d+" }]',
    'forbids: [{ matches: "room \\\\D+" }]',
    "effects: [{ kind: mail }]",
    "claims: [{ effect: email, when: mailed }]",
  );
  expect(await loadTasks("tasks.yaml", at)).toHaveLength(1);
});

test("says which effect a claim was meant for, by what the tasks beside it and their turns want", async () => {
  await using at = await project({
    "tasks.yaml": `tasks:
  - id: one
    prompt: Hi
    expect: { effects: [{ kind: cancellation }] }
  - id: two
    turns:
      - prompt: Hi
        expect: { effects: [{ kind: order-update }] }
      - prompt: And?
        expect:
          facts: [12]
          claims:
            - { effect: canceltion, when: cancelled }
            - { effect: order-create, when: created }
            - { effect: order-updte, when: updated }
            - { effect: cancellation, when: done }
`,
  });
  expect(await complaints(loadTasks("tasks.yaml", at))).toEqual([
    'tasks.yaml:13:25 No task of this file wants an effect "canceltion". Did you mean "cancellation"?',
    'tasks.yaml:15:25 No task of this file wants an effect "order-updte". Did you mean "order-update"?',
  ]);
});

test("says what no answer could meet, and which effect a claim was meant for", async () => {
  await using at = await expecting(
    "facts: [24 hours, 12]",
    "forbids: [48 hours, 24  Hours]",
    "effects: [{ kind: payment }]",
    "claims: [{ effect: pament, when: paid }, { effect: refund, when: refunded }]",
  );
  expect(await complaints(loadTasks("tasks.yaml", at))).toEqual([
    'tasks.yaml:6:27 This stands under "facts" too: an answer cannot both say it and not say it. Take it out of one of them.',
    'tasks.yaml:8:26 No task of this file wants an effect "pament". Did you mean "payment"?',
  ]);
});
