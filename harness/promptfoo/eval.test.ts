import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";

const root = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "brownout-eval-"));
const home = join(folder, "home");
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const resultsSchema = z.object({
  results: z.object({
    results: z.array(
      z.object({
        success: z.boolean(),
        provider: z.object({ label: z.string() }),
        vars: z.object({ task: z.string(), fault: z.string() }),
        namedScores: z.record(z.string(), z.number()),
        gradingResult: z.object({ reason: z.string() }),
        response: z.object({ output: z.string(), metadata: z.object({ outcome: z.string(), timeline: z.string() }) }),
      }),
    ),
  }),
});
type Row = z.output<typeof resultsSchema>["results"]["results"][number];

/** The real promptfoo over the config at the root, with no way out: every address is behind a proxy that is not there. */
function evaluate(agents: string, ...args: readonly string[]) {
  const output = join(folder, `${agents}.json`);
  mkdirSync(home, { recursive: true });
  const run = spawnSync(
    process.execPath,
    [
      `--env-file=${join(root, "harness/promptfoo/promptfoo.env")}`,
      join(root, "node_modules/promptfoo/dist/src/entrypoint.js"),
      ...["eval", "-c", join(root, "promptfooconfig.yaml"), "-o", output, "--no-table", "--no-progress-bar", ...args],
    ],
    // Another folder than the project's: what an eval writes stays in it.
    { cwd: folder, encoding: "utf8", env: { PATH: process.env.PATH, HOME: home, BROWNOUT_AGENTS: agents } },
  );
  const rows: readonly Row[] = existsSync(output)
    ? resultsSchema.parse(JSON.parse(readFileSync(output, "utf8"))).results.results
    : [];
  return { code: run.status, said: `${run.stdout}${run.stderr}`, rows };
}

describe("promptfoo eval", () => {
  let both: ReturnType<typeof evaluate>;
  beforeAll(() => {
    both = evaluate("both", "--filter-pattern", "nothing is broken|a refund is paid|stale-results");
  }, 60_000);
  const of = (agent: string, fault: string): readonly Row[] =>
    both.rows.filter(({ provider, vars }) => provider.label === agent && vars.fault === fault);

  it("acquits both agents while nothing is broken", () => {
    for (const agent of ["fragile", "sturdy"]) {
      expect(
        of(agent, "none").map(({ success, namedScores }) => [success, namedScores.outcome]),
        both.said,
      ).toEqual([
        [true, 1],
        [true, 1],
        [true, 1],
      ]);
    }
  });

  it("convicts the fragile agent of quoting stale documents, with named scores and a timeline", () => {
    const rows = of("fragile", "stale-results");
    expect(rows).toHaveLength(2);
    for (const { success, namedScores, gradingResult, response } of rows) {
      expect(success).toBe(false);
      expect(namedScores).toMatchObject({ outcome: 0, "answer-correctness": 0, "silent-wrong-rate": 1 });
      expect(namedScores["never-silently-wrong"]).toBe(0);
      expect(gradingResult.reason).toContain("which is wrong");
      expect(response.metadata.timeline).toContain("⚡ stale-results");
    }
  });

  it("acquits the sturdy agent of the same", () => {
    const rows = of("sturdy", "stale-results");
    expect(rows).toHaveLength(2);
    for (const { success, namedScores } of rows) {
      expect(success).toBe(true);
      expect(namedScores).toMatchObject({
        outcome: 1,
        "answer-correctness": 1,
        "silent-wrong-rate": 0,
        "facts-stated": 1,
      });
    }
  });

  it("grades what was done and not only what was said: the fragile agent refunds twice", () => {
    expect(of("fragile", "timeout-after-commit").map(({ response }) => response.metadata.outcome)).toEqual(["harmful"]);
    expect(of("sturdy", "timeout-after-commit").map(({ response }) => response.metadata.outcome)).toEqual(["correct"]);
  });

  it("ends with promptfoo's exit code for failed tests", () => {
    expect(both.code).toBe(100);
  });

  it("ends well by default, and leaves nothing in the home directory", () => {
    const sturdy = evaluate("sturdy", "--filter-pattern", "nothing is broken", "--filter-first-n", "1");
    expect(sturdy.code, sturdy.said).toBe(0);
    expect(sturdy.rows.map(({ provider }) => provider.label)).toContain("sturdy");
    expect(existsSync(join(home, ".promptfoo"))).toBe(false);
    expect(existsSync(join(folder, "reports/runs/promptfoo/home"))).toBe(true);
  }, 60_000);
});
