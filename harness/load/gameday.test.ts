import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { Ajv } from "ajv";
import { afterAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { registry } from "../cli/registry.ts";
import { InvalidInput } from "../domain/diagnostic.ts";
import type { GamedayPlan } from "../domain/gameday.ts";
import { loadGameday } from "./gameday.ts";
import { experimentJsonSchema } from "./json-schema.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-gameday-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fixtures = relative(folder, join(import.meta.dirname, "../../fixtures"));

const good = `title: Orders slow down while customers ask
target: ${fixtures}/agents/sturdy/target.http.yaml
people:
  - { name: Ada, role: lead }
traffic:
  rate: { from: 1, to: 4, over: 10s }
  tasks: { from: ${fixtures}/tasks/support.yaml, limit: 2 }
steadyState:
  - latency-p95: { of: orders, atMost: 2s, over: 10s, min: 5 }
abortWhen:
  - wrong-answer-rate: { atMost: 0.5 }
phases:
  - name: calm
    for: 5s
  - name: slow
    for: 20s
    injections:
      - { inject: latency, into: { tool: orders }, with: { delay: 3s }, starts: 2s, share: 0.5, cap: 10, for: 15s }
      - { inject: latency, into: { tool: orders }, with: { delay: 1s }, headers: { X-Tenant: acme-* } }
atHand:
  - { inject: hang, into: { tool: orders } }
`;

async function load(text: string): Promise<GamedayPlan> {
  writeFileSync(join(folder, "day.yaml"), text);
  return loadGameday("day.yaml", registry, { cwd: folder, findings: ["stale-served-as-current"] });
}
async function mistakes(text: string): Promise<string> {
  const error: unknown = await load(text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InvalidInput)) throw error ?? new Error("The plan was taken.");
  return error.message;
}

describe("the plan of a game day", () => {
  it("has playbooks only for findings and phases that there are", async () => {
    const text = `${good}playbooks:\n  stale-servd-as-current: Tell the owners.\n  slow: Wait.\n  quick: Run.\n`;
    expect((await mistakes(text)).split("\n")).toEqual([
      'day.yaml:23:3 There is neither a finding nor a phase "stale-servd-as-current". Did you mean "stale-served-as-current"?',
      'day.yaml:25:3 There is neither a finding nor a phase "quick". There is "stale-served-as-current", "calm" and "slow".',
    ]);
    await expect(loadGameday("dya.yaml", registry, { cwd: folder, findings: [] })).rejects.toThrow(
      'no such file. Did you mean "day.yaml"?',
    );
  });

  it("is read with all that it refers to", async () => {
    const plan = await load(good);
    expect(plan).toMatchObject({
      id: "day",
      approvals: 0,
      traffic: { shape: { kind: "ramp", from: 1, to: 4, over: 10_000 }, deadline: 60_000 },
      steadyState: [{ metric: "latency-p95", dependency: "orders", atMost: 2000, over: 10_000, min: 5 }],
      abortWhen: [{ metric: "wrong-answer-rate", atMost: 0.5, over: 30_000, min: 10 }],
      atHand: [{ injection: { id: "hang", fault: "hang" }, starts: "operator", radius: { share: 1, for: 60_000 } }],
    });
    expect(plan.traffic?.tasks).toHaveLength(2);
    expect(plan.phases[1]?.injections).toMatchObject([
      { injection: { id: "latency" }, starts: 2000, radius: { share: 0.5, cap: 10, for: 15_000 } },
      { injection: { id: "latency-2" }, starts: "operator", radius: { headers: { "x-tenant": "acme-*" } } },
    ]);
  });

  it("is what its JSON Schema says", () => {
    const faults = registry.faults.filter(({ name }) => ["latency", "hang"].includes(name));
    const check = new Ajv({ strict: false }).compile(experimentJsonSchema({ ...registry, faults }));
    expect(check(parse(good)) || check.errors).toBe(true);
    expect(check(parse(good.replace("latency-p95", "latency-p96")))).toBe(false);
    expect(check(parse(good.replace("share: 0.5", "shares: 0.5")))).toBe(false);
  });

  it("is refused with all its mistakes at once, each at its place", async () => {
    const said = await mistakes(
      good
        .replace("inject: latency,", "inject: latancy,")
        .replace("share: 0.5", "shar: 0.5")
        .replace("of: orders", "of: order")
        .replace("atMost: 0.5", "atMost: 50")
        .replace("name: slow", "name: calm")
        .replace("role: lead", "role: leader")
        .replace("inject: hang, into: { tool: orders }", "inject: hang, into: { tool: ordres }, starts: 3s"),
    );
    for (const words of [
      /day\.yaml:4:23 .*leader|day\.yaml:4:\d+ .*role/,
      /day\.yaml:9:24 .*no dependency "order"\. Did you mean "orders"\?/,
      /day\.yaml:11:34 .*can never be above 50\. Did you mean 0\.5\?/,
      /day\.yaml:15:11 There is another phase called "calm"/,
      /day\.yaml:18:19 Cannot arm "latancy": no such fault\. Did you mean "latency"\?/,
      /Unknown key "shar"\. Did you mean "share"\?/,
      /Cannot reach "ordres".*Did you mean "orders"\?/,
      /Unknown key "starts"/,
    ])
      expect(said).toMatch(words);
  });

  it("lets no fault live for longer than it could be armed", async () => {
    expect(await mistakes(good.replace("for: 15s", "for: 25h"))).toMatch(/day\.yaml:18:\d+ .*at most 24h/);
    expect(await load(good.replace("for: 15s", "for: 24h"))).toBeDefined();
  });

  it("asks a latency without a unit for one", async () => {
    const bound = "- latency-p95: { atMost: 20 }";
    expect(
      await mistakes(`${good}steadyState: [${bound.slice(2)}]\n`.replace(/^steadyState:\n( {2}.*\n)+/m, "")),
    ).toMatch(/day\.yaml:\d+:\d+ "atMost": 20 of what\? Write "20s", "20ms", "20m" or "20h"\./);
  });

  it("asks a start without a unit for one, and says what a start looks like", async () => {
    expect(await mistakes(good.replace("starts: 2s", "starts: 20"))).toMatch(
      /day\.yaml:18:\d+ "starts": 20 of what\? Write "20s", .* so long after its phase began, or with "operator"/,
    );
    expect(await mistakes(good.replace("starts: 2s", "starts: soon"))).toMatch(
      /day\.yaml:18:\d+ "starts" must be "operator", or how long after the beginning of its phase, such as "0s", "20s" or "2m", not "soon"\./,
    );
  });

  it("takes names that differ by blanks or case for the same", async () => {
    expect(await mistakes(good.replace("name: slow", 'name: " Calm "'))).toMatch(
      /day\.yaml:15:\d+ There is another phase called " Calm "/,
    );
  });

  it("checks what an injection refers to although one of its keys is misspelt", async () => {
    const said = await mistakes(good.replace("into: { tool: orders }", "into: { tool: ordres }, wen: always"));
    expect(said).toMatch(/Unknown key "wen"\. Did you mean "when"\?/);
    expect(said).toMatch(/Cannot reach "ordres"/);
  });

  it("arms nothing after its phase is over", async () => {
    const said = await mistakes(good.replace("starts: 2s", "starts: 21s"));
    expect(said).toMatch(/day\.yaml:18:\d+ The phase lasts 20s, so this is never armed/);
    expect(await load(good.replace("starts: 2s", "starts: 20s"))).toBeDefined();
  });

  it("has nobody who is called as the plan itself is", async () => {
    expect(await mistakes(good.replace("name: Ada", "name: Plan"))).toMatch(
      /day\.yaml:4:\d+ .*no person can be called so/,
    );
  });

  it("needs traffic for what only traffic shows", async () => {
    const said = await mistakes(good.replace(/traffic:[\s\S]*?steadyState/, "steadyState"));
    expect(said).toMatch(/script brain can answer nobody without a task/);
    expect(said).toMatch(/nobody sees without "traffic"/);
  });

  it("of a target elsewhere needs its host allowed, and two people", async () => {
    writeFileSync(
      join(folder, "far.yaml"),
      `name: far\nkind: http\nurl: https://agent.example.com/ask\nbrain: passthrough\nsystemMap: { dependencies: {}, allowHosts: [] }\n`,
    );
    const far = `title: far\ntarget: far.yaml\nphases: [{ name: one }]\n`;
    const said = await mistakes(`${far}approvals: 1\n`);
    expect(said).toMatch(/only loopback may be reached/);
    expect(said).toMatch(/day\.yaml:4:12 .*2 people at least/);
    writeFileSync(
      join(folder, "far.yaml"),
      `name: far\nkind: http\nurl: https://agent.example.com/ask\nbrain: passthrough\nsystemMap: { dependencies: {}, allowHosts: [agent.example.com] }\n`,
    );
    expect((await load(far)).approvals).toBe(2);
  });
});
