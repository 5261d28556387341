import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CallStarted, RunEvent, TrialRecord } from "../domain/events.ts";
import { performanceId, type Trial } from "../domain/trial.ts";
import { foldTrials, type RunItem } from "./fold.ts";

const trialOf = (id: string, bystanders: readonly string[] = ["b"]): Trial => ({
  id,
  experiment: "e",
  task: "t",
  bystanders,
  arm: "control",
  repeat: 0,
  cell: 0,
  pair: id,
});

function eventsOf(id: string, calls = 2): RunEvent[] {
  const trial = trialOf(id);
  const body: RunEvent[] = ["t", "b"].flatMap((task): RunEvent[] => {
    const performance = performanceId(id, task);
    const many = Array.from({ length: calls }, (_, index): RunEvent[] => {
      const address = `tool:o.get[${index + 1}]#1`;
      const at = { trial: id, performance, address };
      const started: CallStarted = {
        type: "call-started",
        ...at,
        t: index * 10,
        boundary: "tool",
        dependency: "o",
        dimension: "tools",
        operation: "get",
        occurrence: index + 1,
        attempt: 1,
        fingerprint: "f",
        stream: false,
        request: { n: index },
      };
      return [
        started,
        { type: "fault-fired", ...at, t: index * 10 + 1, injection: "i", fault: "f", note: "" },
        { type: "call-ended", ...at, t: index * 10 + 2, status: 200, ending: "complete", bytes: 3, digest: "d" },
      ];
    }).flat();
    return [
      ...many,
      {
        type: "performance-ended",
        trial: id,
        performance,
        task,
        role: task === "t" ? "primary" : "bystander",
        t: 99,
        end: "answered",
        answer: task,
        effects: [],
      },
    ];
  });
  return [{ type: "trial-started", trial }, ...body, { type: "trial-ended", trial: id, t: 100, digest: `d-${id}` }];
}

async function* stream(events: Iterable<RunEvent>): AsyncGenerator<RunEvent> {
  yield* events;
}
async function fold(events: Iterable<RunEvent>, onWarning?: (message: string) => void): Promise<RunItem[]> {
  return Array.fromAsync(foldTrials(stream(events), onWarning ? { onWarning } : {}));
}
const records = (items: readonly RunItem[]): readonly TrialRecord[] =>
  items
    .flatMap((item) => (item.kind === "trial" ? [item.record] : []))
    .sort((a, b) => (a.trial.id < b.trial.id ? -1 : 1));

describe("folding", () => {
  test("gathers calls, faults and endings of each performance", async () => {
    const [item, end] = await fold(eventsOf("x"));
    expect(item).toMatchObject({
      kind: "trial",
      record: {
        digest: "d-x",
        performances: [
          { task: "t", role: "primary", ended: { answer: "t" } },
          { task: "b", role: "bystander" },
        ],
      },
    });
    const calls = item?.kind === "trial" ? item.record.performances[0]?.calls : [];
    expect(calls).toHaveLength(2);
    expect(calls?.[0]).toMatchObject({ started: { t: 0 }, ended: { status: 200 }, faults: [{ injection: "i" }] });
    expect(end).toEqual({ kind: "ended", reason: "cut" });
  });

  test("says which trials were run through the gateway", async () => {
    const begun = (route: "in-process" | "gateway") =>
      ({
        type: "run-started",
        schema: 1,
        run: "r",
        at: "",
        brownout: "",
        node: "",
        route,
        command: [],
        trials: 1,
      }) as const;
    const routes = async (route: "in-process" | "gateway") =>
      records(await fold([begun(route), ...eventsOf("x")])).map((record) => record.route);
    expect([await routes("in-process"), await routes("gateway")]).toEqual([[undefined], ["gateway"]]);
  });

  test("interleaving trials changes no record", async () => {
    const alone = records(await fold([...eventsOf("x"), ...eventsOf("y"), ...eventsOf("z")]));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 2 }), { minLength: 60, maxLength: 60 }), async (turns) => {
        const queues = ["x", "y", "z"].map((id) => eventsOf(id));
        const mixed: RunEvent[] = turns.flatMap((turn) => queues[turn]?.splice(0, 1) ?? []);
        mixed.push(...queues.flat());
        expect(records(await fold(mixed))).toEqual(alone);
      }),
      { numRuns: 50 },
    );
  });

  test("an unfinished trial comes last and is marked, with what is known", async () => {
    const items = await fold([...eventsOf("y").slice(0, 3), ...eventsOf("x")]);
    expect(items.map(({ kind }) => kind)).toEqual(["trial", "unfinished", "ended"]);
    expect(items[1]).toMatchObject({
      record: {
        trial: { id: "y" },
        performances: [
          { task: "t", calls: [{ faults: [{}] }] },
          { task: "b", calls: [] },
        ],
      },
    });
  });

  test("a trial that failed says why", async () => {
    const [item] = await fold([
      { type: "trial-started", trial: trialOf("x") },
      { type: "trial-failed", trial: "x", error: "no start" },
    ]);
    expect(item).toMatchObject({ kind: "trial", record: { failed: "no start" } });
  });

  test("a resumed run replaces the unfinished try, and its end counts", async () => {
    const items = await fold([
      ...eventsOf("x").slice(0, 4),
      { type: "run-ended", reason: "interrupted" },
      ...eventsOf("x"),
      { type: "run-ended", reason: "finished" },
    ]);
    expect(items.map(({ kind }) => kind)).toEqual(["trial", "ended"]);
    expect(items[0]?.kind === "trial" && items[0].record.performances[0]?.calls).toHaveLength(2);
    expect(items.at(-1)).toEqual({ kind: "ended", reason: "finished" });
  });

  test("strays are counted, not lost in silence", async () => {
    const warnings: string[] = [];
    await fold([...eventsOf("x"), { type: "call-escaped", trial: "x", t: 1, host: "h", method: "GET" }], (message) =>
      warnings.push(message),
    );
    expect(warnings).toEqual(["1 event of trials that had not begun or had already ended left out."]);
  });

  test("ten thousand trials need no more memory than a few", async () => {
    const seen: number[] = [];
    async function* many(): AsyncGenerator<RunEvent> {
      for (let index = 0; index < 10_000; index += 1) {
        yield* eventsOf(`t${index}`, 5);
        if (index % 2500 === 2499) {
          globalThis.gc?.();
          seen.push(process.memoryUsage().heapUsed);
        }
      }
    }
    let count = 0;
    for await (const item of foldTrials(many())) if (item.kind === "trial") count += 1;
    expect(count).toBe(10_000);
    // Without --expose-gc the heap breathes; a fold that kept its trials would hold about 100 MB.
    expect(Math.max(...seen) - Math.min(...seen)).toBeLessThan(60e6);
  });
});
