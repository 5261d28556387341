import { describe, expect, it } from "vitest";
import { at, right, runSmall, type SmallRun } from "../../testing/small-agents.ts";

const slow = (delay: string): SmallRun["method"] => [{ inject: "latency", with: { delay } }];
const bystanders = ["b", "c", "d", "e"];
const order = async (id: number): Promise<boolean> => (await fetch(`${at.orders}/orders/${id}`)).ok;

/** At most `places` at once, first come, first served. */
function queue(places: number) {
  let free = places;
  const waiting: (() => void)[] = [];
  return async <T>(work: () => Promise<T>): Promise<T> => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
}
const queued = (places: number, orders: number) => () => {
  const inTurn = queue(places);
  return async () => {
    for (let one = 0; one < orders; one += 1) await inTurn(() => order(one));
    return right;
  };
};

describe("a bounded queue, from running agents", () => {
  it("is present where few calls are in flight and all tasks come to their turn", async () => {
    const { evidence } = await runSmall({ agent: queued(2, 2), method: slow("2s"), bystanders });
    expect(evidence("E16", "orders")).toMatchObject({
      conclusion: "present",
      figures: { maxInFlight: { max: 2 }, starved: { max: 0 }, tasks: { mean: 5 } },
    });
  });

  it("is absent where everything is sent at once", async () => {
    const agent = () => async () => {
      await Promise.all(Array.from({ length: 6 }, (_, id) => order(id)));
      return right;
    };
    const { evidence } = await runSmall({ agent, method: slow("2s"), bystanders });
    expect(evidence("E16", "orders")).toMatchObject({ conclusion: "absent", figures: { maxInFlight: { max: 30 } } });
  });

  it("is violated where one task keeps the others from their turn", async () => {
    const agent = () => {
      const inTurn = queue(1);
      // A whole task holds the one place.
      return () =>
        inTurn(async () => {
          for (let one = 0; one < 3; one += 1) await order(one);
          return right;
        });
    };
    const { evidence } = await runSmall({ agent, method: slow("9s"), bystanders, deadline: 300_000 });
    expect(evidence("E16", "orders")).toMatchObject({ conclusion: "violated" });
    expect(evidence("E16", "orders")?.figures["starved"]?.mean).toBeGreaterThanOrEqual(2);
    expect(evidence("E16", "orders")?.figures["longestWaitMs"]?.mean).toBeGreaterThan(60_000);
  });

  it("cannot be told where there is one call for each task, and is not looked for in one task alone", async () => {
    const agent = () => async () => ((await order(1)) ? right : "I could not look that up.");
    expect((await runSmall({ agent, method: slow("2s"), bystanders })).conclusion("E16", "orders")).toBe("cannot-tell");
    expect((await runSmall({ agent, method: slow("2s") })).evidence("E16", "orders")).toBeUndefined();
  });
});
