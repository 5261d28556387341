import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, expect, it } from "vitest";
import { cliHere } from "../../testing/child-cli.ts";
import { freePort } from "../../testing/free-port.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-day-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fixtures = relative(folder, join(import.meta.dirname, "../../../fixtures"));

/** As the bundled target, at a port that no other test has. */
const target = (port: number): string => `name: fragile support agent
kind: http
url: http://127.0.0.1:${port}/tasks
start: [node, ${join(import.meta.dirname, "../../../fixtures/agents/fragile/server.ts")}]
environment: { PORT: "${port}" }
ready: /health
propagates: true
systemMap: ${fixtures}/support-desk/system-map.yaml
`;
const plan = `title: Old documents
target: target.yaml
traffic:
  rate: 3
  deadline: 20s
  tasks: { from: ${fixtures}/tasks/support.yaml, ids: [return-window, free-shipping-threshold] }
steadyState:
  - wrong-answer-rate: { atMost: 0.1, over: 30s, min: 3 }
phases:
  - { name: calm, for: 6s }
  - name: old documents
    for: 9s
    injections:
      - { inject: stale-results, into: { retrieval: policies }, with: { age: 400d }, starts: 0s, for: 9s }
`;

const brownout = (...argv: string[]) => cliHere(argv, folder, process.env);

it("what harmed the fragile agent on a game day convicts it again, and acquits the sturdy one", {
  timeout: 120_000,
}, async () => {
  writeFileSync(join(folder, "target.yaml"), target(await freePort()));
  writeFileSync(join(folder, "day.yaml"), plan);
  const day = await brownout("gameday", "day.yaml", "--unattended", "-o", "runs");
  expect(day).toMatchObject({ code: 1, stderr: "" });

  const report = await brownout("gameday", "report", "latest", "-o", "runs");
  expect(report.stdout).toContain("`stale-served-as-current`");
  expect(report.stdout).toMatch(
    /## What the agent told of itself\n\n- Its own telemetry: cannot tell, it sent no spans/,
  );
  const [run = ""] = readdirSync(join(folder, "runs"));
  expect(readFileSync(join(folder, "runs", run, "gameday.md"), "utf8")).toBe(report.stdout);
  expect(readFileSync(join(folder, "runs", run, "gameday.html"), "utf8")).toContain("A stale result is given out");

  const written = await brownout("gameday", "export", "latest", "--runs", "runs", "--out", "experiments");
  expect(written).toMatchObject({ code: 0, stderr: "" });
  expect(readdirSync(join(folder, "experiments"))).toEqual(["stale-results.yaml"]);
  expect((await brownout("validate", "experiments")).code).toBe(0);

  // What somebody has made of it since stays, and a file that is the same is no conflict.
  const again = (...flags: string[]) =>
    brownout("gameday", "export", "latest", "--runs", "runs", "--out", "experiments", ...flags);
  const file = join(folder, "experiments", "stale-results.yaml");
  const text = readFileSync(file, "utf8");
  expect(await again()).toMatchObject({ code: 0, stderr: "" });
  writeFileSync(file, `${text}# mine\n`);
  expect(await again()).toMatchObject({ code: 3, stderr: expect.stringContaining("somebody has edited it") });
  expect(readFileSync(file, "utf8")).toBe(`${text}# mine\n`);
  expect(await again("--force")).toMatchObject({ code: 0, stderr: "" });
  expect(readFileSync(file, "utf8")).toBe(text);

  const asked = (agent: string) =>
    brownout("run", "experiments", "-q", "-o", "runs", "--target", `${fixtures}/agents/${agent}/target.yaml`);
  expect((await asked("fragile")).code).toBe(1);
  expect((await asked("sturdy")).code).toBe(0);
});

it("says of the run of an ordinary experiment that it is none of a game day", async () => {
  writeFileSync(join(folder, "journal.jsonl"), "");
  const { code, stderr } = await brownout("gameday", "report", join(folder, "journal.jsonl"));
  expect(code).toBe(5);
  expect(stderr).toContain("is not the journal of a game day");
});
