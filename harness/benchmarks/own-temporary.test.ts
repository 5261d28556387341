import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "brownout-temporary-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const module = JSON.stringify(pathToFileURL(join(import.meta.dirname, "own-temporary.ts")).href);
const make = 'const { mkdtempSync } = require("node:fs"); mkdtempSync(require("node:os").tmpdir() + "/of-a-child-");';

/** A process that has a child make a folder, which nobody removes, and goes on with `then`. */
const bench = (then: string) =>
  spawn(
    process.execPath,
    [
      "--input-type=module-typescript",
      "--eval",
      `import { execFileSync } from "node:child_process";
import { ownTemporary } from ${module};
using _own = ownTemporary();
execFileSync(process.execPath, ["-e", ${JSON.stringify(make)}]);
${then}`,
    ],
    { env: { ...process.env, TMPDIR: folder }, stdio: ["ignore", "pipe", "ignore"] },
  );

it.each(["SIGINT", "SIGTERM"] as const)(
  "leaves nothing behind at %s",
  async (signal) => {
    const running = bench('console.log("made"); await new Promise(() => setInterval(() => undefined, 1000));');
    const ended = once(running, "exit");
    await once(running.stdout, "data");
    expect(readdirSync(folder, { recursive: true }).some((path) => String(path).includes("of-a-child-"))).toBe(true);
    running.kill(signal);
    expect(await ended).toEqual([null, signal]);
    expect(readdirSync(folder)).toEqual([]);
  },
  30_000,
);

it.each(["", 'throw new Error("it fails");', "process.exit(1);"])(
  "leaves nothing behind after %j",
  async (then) => {
    await once(bench(then), "exit");
    expect(readdirSync(folder)).toEqual([]);
  },
  30_000,
);
