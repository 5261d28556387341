import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const program = join(import.meta.dirname, "..", "main.ts");

/** Tells on stderr of every module that is loaded. */
const teller = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from "node:module";
  registerHooks({ load(url, context, next) { process.stderr.write(url + "\\n"); return next(url, context); } });
`)}`;

async function loadedFor(...argv: readonly string[]): Promise<readonly string[]> {
  const { stderr } = await promisify(execFile)(process.execPath, ["--import", teller, program, ...argv]);
  return stderr.split("\n").filter((url) => url.includes("/harness/"));
}

test("what only reads journals does not wait for what runs agents", { timeout: 120_000 }, async () => {
  const rooms = /\/harness\/(?:protocols|faults|targets|interceptors\/msw|execute)\//;
  const [report, run] = await Promise.all([loadedFor("report", "--help"), loadedFor("run", "--help")]);
  expect(report.filter((url) => rooms.test(url))).toEqual([]);
  expect(report.some((url) => url.endsWith("/harness/cli/whole-report.ts"))).toBe(true);
  expect(run.some((url) => rooms.test(url))).toBe(true);
});
