import { describe, expect, it } from "vitest";
import { type SampleCall, sampleTrial } from "../testing/sample-trial.ts";
import { displayWidth } from "../text/width.ts";
import { renderTimeline } from "./timeline.ts";
import { partingOf, timelineEntries } from "./timeline-entries.ts";

const order = ["tool", "orders", "get_order"] as const;
const chat = ["model", "claude", "chat"] as const;
const trial = (calls: readonly SampleCall[], more = {}) =>
  sampleTrial({
    id: "x/t/1/treatment",
    arm: "treatment",
    calls,
    outcome: "correct",
    answer: "Yes.",
    endAt: 5000,
    ...more,
  });
const show = (treatment: ReturnType<typeof trial>, control = treatment, width = 100): string =>
  renderTimeline(treatment, control, { width, colour: false });

describe("timeline", () => {
  it("shows time, address, request, reply, status and duration of a call", () => {
    const text = show(
      trial([
        {
          call: order,
          at: 1250,
          took: 40,
          status: 200,
          request: { arguments: { order_id: "TG-1" } },
          reply: { status: 200, value: { state: "sent" } },
        },
      ]),
    );
    expect(text.split("\n")[0]).toMatch(
      /^ {3}1\.25s {2}tool:orders\.get_order\[1\]#1 {2}▸ order_id=TG-1 → \{"state":"sent"\} +200 · 40ms$/,
    );
  });

  it("marks a fault under the call that it hit", () => {
    const text = show(trial([{ call: order, at: 0, took: 9, status: 503, faults: { unavailable: "503, no body" } }]));
    const lines = text.split("\n");
    expect(lines[1]).toBe("          ⚡ unavailable: 503, no body");
  });

  it("groups the attempts at one call although others ran between them, and gives the waits", () => {
    const text = show(
      trial([
        { call: order, at: 0, took: 10, status: 429, retryAfterMs: 2000 },
        { call: chat, at: 500, took: 10, status: 200 },
        { call: order, attempt: 2, at: 2010, took: 10, status: 429, retryAfterMs: 2000 },
        { call: order, attempt: 3, at: 2520, took: 10, status: 200 },
      ]),
    );
    expect(text.indexOf("get_order[1]#3")).toBeLessThan(text.indexOf("claude.chat[1]#1"));
    expect(text).toContain("↻ attempt 2, after 2s (Retry-After 2s)");
    expect(text).toContain("↻ attempt 3, after 500ms, though told to wait 2s");
  });

  it("tells how calls without a status ended", () => {
    const text = show(
      trial([
        { call: order, at: 0, took: 10, ending: "refused" },
        { call: order, occurrence: 2, at: 10, took: 5000, ending: "aborted" },
      ]),
    );
    expect(text).toMatch(/refused · 10ms/);
    expect(text).toMatch(/agent gave up · 5s/);
  });

  it("marks the first call that parts from control", () => {
    const both: SampleCall = { call: chat, at: 0, took: 10, status: 200 };
    const treatment = trial([both, { call: order, at: 20, took: 10, status: 200 }]);
    const control = trial([both, { call: ["tool", "inventory", "look"], at: 20, took: 10, status: 200 }]);
    const lines = show(treatment, control).split("\n");
    expect(lines[1]).toBe("          ╌╌ parts from control here: control called tool:inventory.look[1]#1");
    expect(lines[2]).toContain("tool:orders.get_order[1]#1");
  });

  it.each([
    ["stops early", [], [{ call: chat, at: 0 }], "stops here; control went on to model:claude.chat[1]#1"],
    ["goes on", [{ call: chat, at: 0 }], [], "control had made its last call by here"],
    ["does the same", [{ call: chat, at: 0 }], [{ call: chat, at: 7 }], "the same calls as in control"],
  ] as const)("says when the trial %s", (_, ours, theirs, words) => {
    expect(show(trial(ours), trial(theirs))).toContain(words);
  });

  it("shows answer, outcome, reasons, effects and harmed bystanders", () => {
    const treatment = trial([], {
      answer: "Your refund is done.",
      outcome: "harmful",
      silent: true,
      reasons: ["claims a refund; none was committed"],
      effects: [{ kind: "note", order: "TG-1" }],
      bystanders: [
        { task: "track", outcome: "hung", reasons: ["no answer in 60s"] },
        { task: "stock", outcome: "correct", reasons: [] },
      ],
    });
    const text = show(treatment, trial([]));
    expect(text).toContain("   5.00s  answered  “Your refund is done.”");
    expect(text).toContain("control   “Yes.”");
    expect(text).toContain("outcome   HARMFUL, and nothing in the answer warns of it");
    expect(text).toContain("claims a refund; none was committed");
    expect(text).toContain("committed note order=TG-1 (control: nothing)");
    expect(text).toContain("bystander track HUNG: no answer in 60s");
    expect(text).not.toContain("stock");
  });

  it("cuts the middle out of a runaway and counts what it cut", () => {
    const calls = Array.from(
      { length: 100 },
      (_, index): SampleCall => ({
        call: order,
        occurrence: index + 1,
        at: index,
        took: 1,
        status: 200,
        ...(index === 50 && { faults: { latency: "9s" } }),
      }),
    );
    const text = show(trial(calls), trial(calls.slice(0, 40)));
    expect(text).toContain("… 78 more calls, 1 of them with a fault …");
    expect(text).toContain("control had made its last call by here");
    expect(text).toContain("get_order[1]#1");
    expect(text).toContain("get_order[100]#1");
  });

  it("folds a retry storm and says what a retry changed only", () => {
    const calls = Array.from(
      { length: 15 },
      (_, index): SampleCall => ({
        call: order,
        attempt: index + 1,
        at: index * 110,
        took: 10,
        status: 200,
        request: { arguments: { order_id: "TG-1" } },
        reply: { value: index < 14 ? "<html>" : { state: "sent" } },
        ...(index < 14 && { faults: { "html-error-page": "HTML" } }),
      }),
    );
    const text = show(trial(calls), trial(calls.slice(0, 1)));
    expect(text).toContain("… 12 more attempts, each after 100ms, each with a fault …");
    expect(text.match(/order_id=TG-1/g)).toHaveLength(1);
    expect(text.match(/<html>/g)).toHaveLength(1);
    expect(text).toContain('▸ {"state":"sent"}');
  });

  it("keeps to the width with wide characters", () => {
    const treatment = trial(
      [
        {
          call: order,
          at: 0,
          took: 9,
          status: 200,
          request: { arguments: { 名前: "漢字".repeat(90) } },
          reply: { value: "👩‍👩‍👧".repeat(90) },
          faults: { latency: "漢".repeat(300) },
        },
      ],
      { answer: "字".repeat(900) },
    );
    for (const width of [40, 72, 100]) {
      for (const line of show(treatment, treatment, width).split("\n"))
        expect(displayWidth(line)).toBeLessThanOrEqual(width);
    }
  });

  it("shows a trial whose end is not on record", () => {
    const judged = trial([{ call: chat, at: 0, status: 200 }]);
    const { ended: _, ...record } = judged.primary.record;
    expect(show({ ...judged, primary: { ...judged.primary, record } }, judged)).toContain(
      "the journal ends before this task did",
    );
  });
});

describe("parting", () => {
  it("is the same for a trial and itself", () => {
    const entries = timelineEntries(
      trial([
        { call: chat, at: 3 },
        { call: order, at: 1 },
      ]),
    );
    expect(entries.map(({ address }) => address)).toEqual(["tool:orders.get_order[1]#1", "model:claude.chat[1]#1"]);
    expect(partingOf(entries, entries)).toEqual({ kind: "same" });
  });
});
