import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { project } from "../testing/child-cli.ts";

const root = join(import.meta.dirname, "..", "..");

/** The step of the night in docs/ci.md that shows the history, as it is printed there. */
const night = (() => {
  const page = readFileSync(join(root, "docs/ci.md"), "utf8");
  const workflow = z.object({
    jobs: z.object({ night: z.object({ steps: z.array(z.object({ run: z.string().optional() })) }) }),
  });
  const steps = [...page.matchAll(/```yaml\n(.*?)```/gs)].flatMap(
    ([, text = ""]) => workflow.safeParse(parse(text)).data?.jobs.night.steps ?? [],
  );
  return steps.find(({ run }) => run?.includes("brownout history"))?.run ?? "";
})();

it("the night of docs/ci.md puts the history into a summary as the table that it is, also where there is none", () => {
  using folder = project();
  const brownout = join(folder.cwd, "node_modules/.bin/brownout");
  mkdirSync(dirname(brownout), { recursive: true });
  writeFileSync(brownout, `#!/bin/sh\nexec '${process.execPath}' '${join(root, "harness/main.ts")}' "$@"\n`);
  chmodSync(brownout, 0o755);
  const summary = join(folder.cwd, "summary.md");
  const env = {
    ...process.env,
    PATH: [dirname(process.execPath), process.env["PATH"]].join(delimiter),
    GITHUB_STEP_SUMMARY: summary,
  };
  const said = (script: string): string => {
    writeFileSync(summary, "");
    const ended = spawnSync("bash", ["-e", "-c", script], { cwd: folder.cwd, encoding: "utf8", env });
    expect(ended.status, ended.stdout + ended.stderr).toBe(0);
    return readFileSync(summary, "utf8");
  };
  expect(said(night)).toBe("~~~text\n~~~\n");
  said("npx brownout run experiment.yaml --quiet");
  const table = said('npx brownout history | tee "$GITHUB_STEP_SUMMARY"');
  expect(table).toContain("experiment");
  expect(said(night)).toBe(`~~~text\n${table}~~~\n`);
}, 120_000);
