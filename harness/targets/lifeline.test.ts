import childProcess from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { tmpdir } from "node:os";
import { afterEach, expect, it, vi } from "vitest";
import { startChild } from "./child.ts";

const { spawn } = childProcess;
afterEach(() => {
  childProcess.spawn = spawn;
  syncBuiltinESMExports();
});

it("has the watcher run before the first program, which could outlive us otherwise", async () => {
  const started = vi.fn<(file: string) => void>();
  childProcess.spawn = ((file: string, ...more: [never]) => {
    started(file);
    return spawn(file, ...more);
  }) as typeof spawn;
  syncBuiltinESMExports();
  const options = { cwd: tmpdir(), environment: {}, graceMs: 100, keep: 1000, file: "target.yaml" };
  const child = await startChild([process.execPath, "-e", "process.stdout.write('up')"], options);
  await child.ended;
  expect(child.stdout()).toBe("up");
  expect(started.mock.calls).toEqual([["/bin/sh"], [process.execPath]]);
});
