import { describe, expect, it } from "vitest";
import { loadShipped, runInMemory } from "../testing/run-in-memory.ts";

const folder = "fixtures/agents/mcp";
const run = async (files: readonly string[], agent: "fragile" | "sturdy", repeats: number) =>
  runInMemory(
    await loadShipped(
      files.map((file) => `${folder}/experiments/${file}.yaml`),
      { target: `${folder}/${agent}.yaml`, repeats },
    ),
    { route: "gateway", concurrency: 4 },
  );

describe("agents whose tools are an MCP server that they start through the wrapper", () => {
  it("are convicted if they take the first error for the last word: one counterexample each is enough", async () => {
    const { report, events } = await run(["server-restarts", "tool-renamed"], "fragile", 1);
    expect(report.experiments.map(({ verdict }) => verdict)).toEqual(["broken", "broken"]);
    const operations = events.flatMap((event) =>
      event.type === "call-started" && event.dependency === "orders" ? [event.operation] : [],
    );
    for (const one of ["initialize", "tools/list", "get_order"]) expect(operations).toContain(one);
  }, 120_000);

  it("are acquitted if they start their server again", async () => {
    const { report } = await run(["server-restarts"], "sturdy", 5);
    expect(report.experiments.map(({ verdict, findings }) => [verdict, findings])).toEqual([["held", []]]);
  }, 180_000);

  it("answer right if they look at a changed list again, and once is too few to say held", async () => {
    const { report } = await run(["tool-renamed"], "sturdy", 1);
    const [only] = report.experiments;
    expect(only?.verdict).toBe("inconclusive");
    expect(only?.reasons.join(" ")).toMatch(/too few/);
  }, 120_000);
});
