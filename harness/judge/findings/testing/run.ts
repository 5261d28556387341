import type {
  CallEnded,
  CallRecord,
  CallStarted,
  PageShowed,
  PerformanceEnded,
  TrialRecord,
  TurnAnswered,
} from "../../../domain/events.ts";
import type { EvidenceId, Sighting, Sightings } from "../../../domain/evidence.ts";
import type { Experiment, Injection } from "../../../domain/experiment.ts";
import type { Finding } from "../../../domain/judgement.ts";
import type { PageView } from "../../../domain/page.ts";
import { openPair } from "../../../domain/pair.ts";
import type { Dependency } from "../../../domain/system-map.ts";
import type { Effect, Task } from "../../../domain/task.ts";
import { performanceId } from "../../../domain/trial.ts";
import { judgeTrial } from "../../judge-trial.ts";
import { openFindings } from "../index.ts";

/** Trial records for tests, in few words, and what is found in them. */

export const refund: Effect = { kind: "refund", order: "1" };
const task = (id: string, more: Partial<Task["expect"]> = {}, prompt = "?"): Task => ({
  id,
  file: "t",
  tags: [],
  prompt,
  input: {},
  expect: { facts: [{ text: "30 days" }], forbids: [], effects: [], claims: [], ...more },
});

const dependency = (name: string, boundary: Dependency["boundary"]): Dependency => ({
  name,
  boundary,
  protocol: "http-json",
  url: `http://${name}.shop.test`,
  alsoAt: [],
  dimension: "tools",
  options: {},
});

export const experiment = {
  id: "e",
  tasks: [
    task("t"),
    task("pay", { effects: [refund], claims: [{ effect: "refund", when: { text: "refunded" } }] }),
    task("both", { effects: [refund, { kind: "cancellation", order: "2" }] }),
    task("order", {}, "Where is TG-1001?"),
    {
      ...task("talk", { facts: [], effects: [refund], claims: [{ effect: "refund", when: { text: "refunded" } }] }),
      earlier: [{ prompt: "Hello", input: {} }],
    },
  ],
  bystanders: [task("b")],
  hypothesis: [],
  cells: [{ values: {}, method: [] }],
  target: {
    spec: { kind: "module", module: "a.ts", clock: "virtual" },
    map: {
      file: "m",
      allowHosts: [],
      dependencies: [
        dependency("d", "tool"),
        dependency("m", "model"),
        dependency("m2", "model"),
        dependency("k", "retrieval"),
        dependency("i", "identity"),
      ],
    },
  },
  deadline: 60_000,
} as unknown as Experiment;

/** The experiment with these faults all the time, or as said. */
export const under = (
  method: readonly (Partial<Injection> & { readonly fault: string })[],
  more: Partial<Experiment> = {},
): Experiment => {
  const injections = method.map((one) => ({ id: one.fault, when: {}, params: {}, ...one }) as Injection);
  return { ...experiment, cells: [{ values: {}, method: injections }], ...more };
};

export interface Call {
  readonly at: number;
  readonly attempt?: number;
  readonly occurrence?: number;
  readonly fault?: string;
  readonly note?: string;
  /** Parts of the bad reply as it reads on the wire. */
  readonly marks?: readonly string[];
  readonly boundary?: CallStarted["boundary"];
  readonly dependency?: string;
  readonly dimension?: CallStarted["dimension"];
  readonly stream?: boolean;
  readonly request?: unknown;
  /** Of the bystander. */
  readonly beside?: true;
  /** null: it was never over. */
  readonly end?: Partial<CallEnded> | null;
}
export interface Run {
  readonly task?: string;
  /** What was answered before, in a task of several turns. */
  readonly turns?: readonly string[];
  readonly calls?: readonly Call[];
  readonly end?: Partial<PerformanceEnded>;
  readonly bystander?: Partial<PerformanceEnded>;
  /** How a page looked in the end to whoever had asked there. */
  readonly view?: PageView;
}

export function run(arm: "control" | "treatment", sketch: Run, id = "x"): TrialRecord {
  const name = sketch.task ?? "t";
  const trial = `${id}/${arm}`;
  const ended = (
    task: string,
    role: "primary" | "bystander",
    end: Partial<PerformanceEnded> = {},
  ): PerformanceEnded => ({
    type: "performance-ended",
    trial,
    performance: performanceId(trial, task),
    task,
    role,
    t: 50,
    end: "answered",
    answer: "30 days",
    effects: [],
    ...end,
  });
  const record = (call: Call): CallRecord => {
    const { attempt = 1, occurrence = 1, fault, boundary = "tool", stream = false } = call;
    const name_ = call.dependency ?? (boundary === "model" ? "m" : "d");
    const address = `${boundary}:${name_}.go[${occurrence}]#${attempt}`;
    const where = { trial, performance: performanceId(trial, call.beside ? "b" : name), address };
    return {
      started: {
        type: "call-started",
        ...where,
        t: call.at,
        boundary,
        dependency: name_,
        dimension: call.dimension ?? "tools",
        operation: "go",
        occurrence,
        attempt,
        fingerprint: `f${occurrence}`,
        stream,
        request: call.request ?? {},
      },
      ...(call.end === null
        ? {}
        : {
            ended: {
              type: "call-ended",
              ...where,
              t: call.at + 10,
              status: 200,
              ending: "complete",
              bytes: 1,
              digest: "d",
              ...call.end,
            },
          }),
      faults:
        fault === undefined
          ? []
          : [
              {
                ...{ type: "fault-fired", ...where, t: call.at, injection: fault, fault, note: call.note ?? "" },
                ...(call.marks ? { marks: call.marks } : {}),
              },
            ],
    };
  };
  const answered = (answer: string, turn: number): TurnAnswered => ({
    ...{ type: "turn-answered", trial, performance: performanceId(trial, name), t: 1 + turn },
    ...{ turn, prompt: "?", answer, effects: [] },
  });
  const calls = sketch.calls ?? [];
  return {
    trial: { id: trial, experiment: "e", task: name, bystanders: ["b"], arm, repeat: 0, cell: 0, pair: id },
    performances: [
      {
        id: performanceId(trial, name),
        task: name,
        role: "primary",
        calls: calls.filter(({ beside }) => !beside).map(record),
        ...(sketch.view ? { page: visit(trial, performanceId(trial, name), sketch.view) } : {}),
        ...(sketch.turns ? { turns: sketch.turns.map(answered) } : {}),
        ended: ended(name, "primary", sketch.end),
      },
      {
        id: performanceId(trial, "b"),
        task: "b",
        role: "bystander",
        calls: calls.filter(({ beside }) => beside).map(record),
        ended: ended("b", "bystander", sketch.bystander),
      },
    ],
    escaped: [],
  };
}

const visit = (trial: string, performance: string, view: PageView): readonly PageShowed[] => {
  const event = { type: "page-showed", trial, performance } as const;
  return [
    { ...event, t: 0, what: "asked" },
    { ...event, t: 40, what: "left", view, since: 30 },
  ];
};

/** What a detector of evidence saw, of which only the conclusion counts here. */
export const sighting = (
  id: EvidenceId,
  conclusion: Sighting["conclusion"],
  figures: Sighting["figures"] = {},
): Sightings => new Map([[id, [{ about: "d", conclusion, reason: "as it says", saw: [], figures }]]]);

/** What is found in one pair. */
export function found(
  treatment: Run,
  control: Run = {},
  of: Experiment = experiment,
  evidence: Sightings = new Map(),
): readonly Finding[] {
  const findings = openFindings(of);
  const pair = openPair(judgeTrial(run("treatment", treatment), of), judgeTrial(run("control", control), of), of);
  findings.see(pair, evidence);
  return findings.finish();
}

/** The codes found, symptoms among them. */
export const shown = (...given: Parameters<typeof found>): readonly string[] => [
  ...new Set(found(...given).flatMap(({ code, symptoms }) => [code, ...symptoms.map((symptom) => symptom.code)])),
];
