import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { Case } from "./case.ts";
import { createWorker } from "./worker-client.ts";

const root = join(import.meta.dirname, "../..");
const out = mkdtempSync(join(tmpdir(), "brownout-promptfoo-"));
const worker = createWorker();
afterAll(() => {
  worker.close();
  rmSync(out, { recursive: true, force: true });
});

const stale = { fault: "stale-results", into: "policies.search", with: { versionsBack: 1 } };
const caseFor = (agent: "fragile" | "sturdy", injection?: Case["injection"], task = "return-window"): Case => ({
  target: join(root, `fixtures/agents/${agent}/target.yaml`),
  tasks: join(root, "fixtures/tasks/support.yaml"),
  out,
  seed: "7",
  route: "in-process",
  task,
  ...(injection ? { injection } : {}),
});

describe("the child process that runs cases", () => {
  it("takes cases that are asked at once one after another, and tells them apart", async () => {
    const hang = { fault: "latency", into: "inventory", with: { delay: "90s" } };
    const [fragile, sturdy, hung, healthy] = await Promise.all([
      worker.ask(caseFor("fragile", stale), root),
      worker.ask(caseFor("sturdy", stale), root),
      worker.ask(caseFor("fragile", hang, "tent-in-stock"), root),
      worker.ask(caseFor("fragile"), root),
    ]);
    expect(fragile).toMatchObject({ outcome: "wrong", controlOutcome: "correct", silent: true, doubts: [] });
    expect(fragile.timeline).toContain("⚡ stale-results");
    expect(fragile.scores).toMatchObject({ "answer-correctness": 0, "silent-wrong-rate": 1, "facts-stated": 0 });
    expect(sturdy).toMatchObject({ outcome: "correct", silent: false, doubts: [] });
    // A minute of the agent's time, in far less of ours.
    expect(hung).toMatchObject({ outcome: "hung", took: 60_000 });
    expect(healthy).toMatchObject({ outcome: "correct", doubts: [] });
  });

  it("keeps the journal, and an experiment that repeats the case", async () => {
    const { journal, reproduce } = await worker.ask(caseFor("fragile", stale), root);
    const file = reproduce.replace("brownout run ", "");
    expect(existsSync(join(root, journal, "report.json"))).toBe(true);
    expect(existsSync(join(root, file))).toBe(true);
    const again = await worker.ask(caseFor("fragile", stale), root);
    expect(again.reproduce).toBe(reproduce);
  });

  it("cannot tell when the fault never fired", async () => {
    const never = await worker.ask(caseFor("fragile", { fault: "refused", into: "inventory", with: {} }), root);
    expect(never.doubts).toEqual(["refused never fired: the agent made no such call to inventory"]);
  });

  it.each([
    [{ ...stale, fault: "stale-result" }, 'Cannot arm "stale-result": no such fault. Did you mean "stale-results"?'],
    [
      { ...stale, into: "policys" },
      'Cannot inject into "policys": this map has no such dependency. Did you mean "policies"?',
    ],
    [{ ...stale, with: { versionBack: 1 } }, "versionBack"],
  ])("names the mistake in %o", async (injection, message) => {
    await expect(worker.ask(caseFor("fragile", injection), root)).rejects.toThrow(message);
  });

  it("names a task that does not exist", async () => {
    await expect(worker.ask(caseFor("fragile", undefined, "return-windw"), root)).rejects.toThrow("return-windw");
  });

  it("starts again after it was closed", async () => {
    const waiting = worker.ask(caseFor("sturdy"), root);
    worker.close();
    await expect(waiting).rejects.toThrow(/child process that runs trials ended/);
    await expect(worker.ask(caseFor("sturdy"), root)).resolves.toMatchObject({ outcome: "correct" });
  });
});
