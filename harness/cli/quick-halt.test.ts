import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { createRun, lockRun } from "../store/index.ts";
import { watchForHalt, writeControl } from "./gameday/control-file.ts";
import { quickHalt } from "./quick-halt.ts";

it.each([["--no-color"], ["--debug"]])("halts with %s too, as every command takes it", async (flag) => {
  const root = mkdtempSync(join(tmpdir(), "brownout-halt-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  vi.spyOn(process.stdout, "write").mockReturnValue(true);
  onTestFinished(() => void vi.restoreAllMocks());
  const { folder, journal } = createRun(root, new Date(), "abcdef");
  writeFileSync(journal, "");
  const reasons: string[] = [];
  using _lock = lockRun(folder);
  using _control = writeControl(folder, { pid: process.pid });
  using _watch = watchForHalt(folder, (_by, reason) => void reasons.push(reason));
  expect(await quickHalt(["halt", flag, "--reason", "smoke", "--out", root])).toBe(0);
  expect(reasons).toContain("smoke");
});
