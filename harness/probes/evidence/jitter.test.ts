import { describe, expect, it, test } from "vitest";
import type { FigureSummary } from "../../domain/evidence.ts";
import { openPair } from "../../domain/pair.ts";
import { at, right, runSmall, type SmallRun, wait } from "../../testing/small-agents.ts";
import { jitter } from "./jitter.ts";

/** Asks three times, after waits that double and that something stirs. */
const stirred =
  (chance: (task: string) => number) =>
  () =>
  async ({ id }: { readonly id: string }) => {
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      if ((await fetch(`${at.orders}/orders/1`)).ok) return right;
      await wait(200 * 2 ** attempt * (1 + chance(id)));
    }
    return "I could not look that up.";
  };
const method: SmallRun["method"] = [{ inject: "unavailable" }];
const crowd = { bystanders: ["b", "c"], repeats: 10 };

describe("jitter, from running agents", () => {
  it("is present where waits differ from trial to trial", async () => {
    const { evidence } = await runSmall({ agent: stirred(() => Math.random()), method, repeats: 12 });
    const found = evidence("E4", "orders");
    expect([found?.conclusion, found?.figures["gap1Ms"]?.n]).toEqual(["present", 12]);
    expect(found?.figures["gap1Ms"]?.sd).toBeGreaterThan(40);
  });

  it("is present where it comes from the task's name, once there are several tasks", async () => {
    const byName = stirred((id) => (id.charCodeAt(0) % 7) / 7);
    const tasks = ["a", "b", "c", "d"];
    expect((await runSmall({ agent: byName, method, tasks, repeats: 3 })).conclusion("E4", "orders")).toBe("present");
    expect((await runSmall({ agent: byName, method, repeats: 12 })).conclusion("E4", "orders")).toBe("cannot-tell");
  });

  it("is absent where the waits are always the same", async () => {
    const tasks = ["a", "b"];
    const always = await runSmall({ agent: stirred(() => 0), method, tasks, repeats: 5 });
    expect(always.evidence("E4", "orders")).toMatchObject({
      conclusion: "absent",
      figures: { gap1Ms: { n: 10, sd: 0, mean: 400 } },
    });
  });

  it("is absent where clients that fail together come back together", async () => {
    const { evidence } = await runSmall({ agent: stirred(() => 0), method, bystanders: ["b", "c"] });
    expect(evidence("E4", "orders")).toMatchObject({ conclusion: "absent", figures: { clients: { max: 3 } } });
  });

  it("is violated where the chance is drawn once for all clients of a process", async () => {
    const agent = () => {
      const drawn = Math.random();
      return stirred(() => drawn)();
    };
    expect((await runSmall({ agent, method, ...crowd })).conclusion("E4", "orders")).toBe("violated");
    const each = await runSmall({ agent: stirred(() => Math.random()), method, ...crowd });
    expect(each.conclusion("E4", "orders")).toBe("present");
  });

  it("is told by one trial where a crowd fails together and each client waits as it likes", async () => {
    const crowded = { method, bystanders: ["b", "c", "d"] };
    const byName = stirred((id) => ({ b: 0.1, c: 0.4, d: 0.7 })[id] ?? 0.9);
    expect((await runSmall({ agent: byName, ...crowded })).conclusion("E4", "orders")).toBe("present");
    expect((await runSmall({ agent: stirred(() => 0), ...crowded })).conclusion("E4", "orders")).toBe("absent");
  });

  it("cannot be told from fewer than ten trials", async () => {
    const { conclusion } = await runSmall({ agent: stirred(() => Math.random()), method, repeats: 9 });
    expect(conclusion("E4", "orders")).toBe("cannot-tell");
  });
});

test("a module that is run through the gateway waits on the machine's clock, whatever its target says", async () => {
  const { result } = await runSmall({ agent: stirred(() => 0), method });
  const [pair] = result.examples;
  if (!pair) throw new Error("nothing was scored");
  const { treatment, control } = pair;
  const realTime = (route?: "gateway") =>
    jitter
      .look(
        openPair(
          { ...treatment, record: { ...treatment.record, ...(route ? { route } : {}) } },
          control,
          result.experiment,
        ),
      )
      .map(({ figures }) => figures["realTime"]);
  expect([realTime(), realTime("gateway")]).toEqual([[0], [1]]);
});

const none = { present: 0, absent: 0, violated: 0, "cannot-tell": 20 };
function over(waits: readonly number[], realTime: number, absent = 0) {
  const mean = waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
  const sd = Math.sqrt(waits.reduce((sum, wait) => sum + (wait - mean) ** 2, 0) / (waits.length - 1));
  const gap1Ms: FigureSummary = { n: waits.length, mean, sd, min: Math.min(...waits), max: Math.max(...waits) };
  const real: FigureSummary = { n: waits.length, mean: realTime, sd: 0, min: realTime, max: realTime };
  const { id, name } = jitter;
  const figures = { gap1Ms, realTime: real };
  return jitter.across?.({ id, name, about: "orders", counts: { ...none, absent }, figures, examples: [] })?.conclusion;
}

describe("jitter on a real clock, where timers end late", () => {
  /** A wait of 200 ms on a busy machine, as it was seen there: most are nearly on time. */
  const late = [203, 204, 205, 205, 206, 207, 208, 209, 210, 211, 212, 213, 214, 216, 218, 222, 228, 240, 255, 271];
  const even = (from: number, to: number) => late.map((_, at) => from + ((to - from) * at) / (late.length - 1));

  test("cannot be told from waits that are all the same", () => expect(over(late, 1)).toBe("cannot-tell"));
  test("and is absent where clients came back together as well", () => expect(over(late, 1, 3)).toBe("absent"));
  test("is what it is on virtual time, where they do not", () => expect(over(late, 0)).toBe("present"));
  test("is present where waits are spread evenly, be it over a quarter", () =>
    expect(over(even(300, 400), 1)).toBe("present"));
  test("and where they are spread widely", () => expect(over([...late, 400, 520, 640], 1)).toBe("present"));
  test("is absent where they hardly differ", () => expect(over(even(400, 420), 1)).toBe("absent"));
});
