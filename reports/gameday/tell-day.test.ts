import { describe, expect, it } from "vitest";
import type { GamedayMoment } from "../../harness/domain/gameday.ts";
import type { DayAnswer, DayRecord } from "./day-record.ts";
import { dayHtml, dayMarkdown, tellDay } from "./index.ts";

const hostile = "<script>alert(1)</script> | `x` @all\n# head";
const opened = 5000;
const bound = "error-rate at most 0.1 over 8s";
const never = "latency-p95 at most 2s over 8s";
const at = (t: number, moment: GamedayMoment) => ({ type: "gameday" as const, t: opened + t, moment });
const armed = (injection: string, t: number, by = "Grace"): ReturnType<typeof at> =>
  at(t, {
    what: "armed",
    injection,
    description: "says nothing",
    dependencies: ["orders"],
    radius: { share: 0.5, cap: 10, for: 60_000 },
    by,
  });
const said = (t: number, kind: "detected" | "mitigated" | "recovered" | "action", more = {}) =>
  at(t, { what: "annotated", kind, text: hostile, by: "Sam", ...more });
const answers = (from: number, outcome: DayAnswer["outcome"], count: number, met: readonly string[] = []) =>
  Array.from({ length: count }, (_, index) => ({
    task: "t",
    from: opened + from + index,
    until: opened + from + index + 50,
    outcome,
    silent: outcome === "wrong",
    met,
  }));

const record: DayRecord = {
  run: "r1",
  startedAt: "2026-11-28T10:00:00.000Z",
  brownout: "0",
  title: hostile,
  planFile: "day.yaml",
  target: "agent",
  brain: "a script, credulous",
  told: {
    hypotheses: [hostile],
    people: [{ name: "Sam", role: "scribe" }],
    phases: [{ name: "one", expect: hostile }],
    steadyState: [bound, never],
    abortWhen: [],
    playbooks: {},
    attended: true,
  },
  moments: [
    at(0, { what: "opened", plan: "day", title: hostile }),
    at(0, { what: "phase", index: 0, name: "one", by: "Grace" }),
    armed("hang", 10_000),
    at(14_000, { what: "steady-state", bound, ok: false, value: 0.4, n: 10 }),
    said(16_000, "detected"),
    at(20_000, { what: "disarmed", injection: "hang", why: "operator", fired: 4, by: "Grace" }),
    at(25_000, { what: "steady-state", bound, ok: true, value: 0, n: 10 }),
    armed("refused", 30_000),
    said(33_000, "detected", { injection: "refused" }),
    said(34_000, "mitigated"),
    said(39_000, "recovered", { injection: "hang" }),
    said(40_000, "action", { owner: "Ada", due: "2026-12-24" }),
  ],
  answers: [
    ...answers(1000, "correct", 8),
    ...answers(12_000, "wrong", 5, ["hang"]),
    ...answers(13_000, "correct", 5),
    ...answers(26_000, "correct", 3),
  ],
  unanswered: 0,
  fired: { hang: 4, refused: 2 },
  judged: [],
  telemetry: [],
  lastT: opened + 42_000,
  ended: "cut",
  warnings: [],
};
const interval = (good: number, n: number) => ({ low: good / n / 2, high: 1 });

describe("the story of a game day", () => {
  const story = tellDay(record, interval);

  it("says of each fault how long it took, from what people and bounds told", () => {
    const [hang, refused] = story.episodes;
    expect(hang?.response).toMatchObject({
      noticed: { ms: 4000, how: bound },
      detected: { ms: 6000 },
      mitigated: { ms: 10_000, how: "Grace took the fault off" },
      // Said of this fault by name, though another was armed by then.
      recovered: { ms: 29_000 },
    });
    expect(refused?.response).toMatchObject({
      noticed: { how: "no bound broke" },
      detected: { ms: 3000 },
      mitigated: { ms: 4000 },
      recovered: { how: "not told; no bound broke" },
    });
    expect(refused?.response.recovered.ms).toBeUndefined();
  });

  it("counts tasks before, during and after, and those that met the fault", () => {
    expect(story.episodes[0]?.tallies.map(({ name, n, correct }) => [name, n, correct])).toEqual([
      ["before", 8, 8],
      ["while it was armed", 10, 5],
      ["of these, tasks in which it fired", 5, 0],
      ["after", 3, 3],
    ]);
    expect(story.total).toMatchObject({ n: 21, correct: 16, silentWrong: 5 });
  });

  it("does not say that a bound held of which nothing was told", () => {
    expect(story.bounds.map(({ bound: name, verdict }) => [name, verdict])).toEqual([
      [bound, "broke"],
      [never, "cannot tell"],
    ]);
  });

  it("nor one that held once and of which nothing could be told at the end, and names faults that met nobody", () => {
    const held = at(3000, { what: "steady-state", bound: never, ok: true, value: 10, n: 10 });
    const unmet = [{ injection: "late", why: "It was armed and never fired." }];
    const closed = at(41_000, { what: "closed", why: "over", untold: [never], unmet });
    const told = tellDay({ ...record, moments: [...record.moments, held, closed] }, interval);
    expect(told.bounds.at(-1)).toMatchObject({ bound: never, verdict: "cannot tell" });
    const text = dayMarkdown(told);
    expect(text).toContain("it held at first; too few observations at the end");
    expect(text).toMatch(/The fault .*late.* met nobody: It was armed and never fired/);
  });

  it("does not hide tasks that nobody answered behind those that were", () => {
    expect(dayMarkdown(story)).toContain("16 of 21 tasks were answered correctly");
    expect(dayMarkdown(story)).not.toContain("more");
    const told = (given: Partial<DayRecord>) => dayMarkdown(tellDay({ ...record, ...given }, interval));
    expect(told({ unanswered: 60 })).toContain("60 more had no answer yet when the day ended: nothing is said of them");
    expect(told({ answers: [], unanswered: 1 })).toContain(
      "1 task was asked, and had no answer yet when the day ended",
    );
  });

  it("tells of a day that was cut off, with the fault that was armed then", () => {
    expect(story.closed).toBeUndefined();
    expect(story.length).toBe(42_000);
    expect(story.episodes[1]).toMatchObject({ until: 42_000, fired: 2 });
    expect(dayMarkdown(story)).toContain("the journal ends while it was armed, fired 2 times");
  });

  it("says how far a fault reached after somebody changed it", () => {
    const radius = { share: 0.1, cap: 10, for: 30_000 };
    const moment = {
      what: "changed",
      injection: "hang",
      description: "",
      dependencies: [],
      radius,
      by: "Ada",
    } as const;
    const moments = [...record.moments.slice(0, 3), at(12_000, moment), ...record.moments.slice(3)];
    expect(dayMarkdown(tellDay({ ...record, moments }, interval))).toContain(
      "At 0:12.0 Ada changed it: 10% of calls, at most 10 times, for 30s.",
    );
  });

  it("says who halted it and why, and who let it go on", () => {
    const halted = at(11_000, { what: "halted", by: "plan", reason: bound, tookMs: 0.3 });
    const again = at(21_000, { what: "halted", by: "Olga", reason: "smoke", tookMs: 0.3 });
    const released = at(15_000, { what: "released", by: "Ada" });
    const told = tellDay({ ...record, moments: [...record.moments, halted, again, released] }, interval);
    const text = dayMarkdown(told).replaceAll("\\", "");
    expect(text).toContain(`At 0:11.0 it was halted by an abort condition: ${bound}; Ada released it at 0:15.0.`);
    expect(text).toContain("At 0:21.0 it was halted by Olga: smoke.");
    expect(text).not.toMatch(/by plan: /);
    expect(text).toContain("2 faults were armed (hang, refused).");
    const thrice = armed("hang", 41_000);
    expect(dayMarkdown(tellDay({ ...record, moments: [...record.moments, thrice] }, interval))).toMatch(
      /2 faults were armed .*, 3 times in all\./,
    );
  });

  it("names action items with owner and date", () => {
    expect(dayMarkdown(story)).toMatch(/\| Ada \| 2026\\?-12\\?-24 \| Sam \|/);
  });

  it("lets no text of others become markup", () => {
    const page = dayHtml(story);
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;");
    expect(page).toMatch(/Content-Security-Policy" content="default-src 'none'; style-src 'sha256-/);
    const text = dayMarkdown(story);
    expect(text).not.toContain("<script");
    expect(text.split("\n").filter((line) => line.startsWith("# "))).toHaveLength(1);
    for (const line of text.split("\n").filter((one) => one.startsWith("| Sam")))
      expect(line.replaceAll("\\|", "").split("|")).toHaveLength(6);
  });

  it("says that nothing can be told where nothing was done", () => {
    const { told: _, ...bare } = record;
    const empty = tellDay({ ...bare, moments: record.moments.slice(0, 1), answers: [], fired: {} }, interval);
    const text = dayMarkdown(empty);
    expect(text).toContain("No synthetic task was performed");
    expect(text).toContain("No steady-state bounds were watched.");
    expect(dayHtml(empty)).toContain("0 faults were armed");
  });
});
