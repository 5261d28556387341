import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { isLocked, lockRun } from "./run-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "brownout-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const locks = (): readonly string[] => readdirSync(folder).sort();
const left = (name: string, holder: object): void => writeFileSync(join(folder, name), JSON.stringify(holder));
/** Above what Linux gives out. */
const gone = 2 ** 22 + 1;

describe("the lock of a run", () => {
  it("keeps a second one out until it is given back", () => {
    const first = lockRun(folder);
    expect(isLocked(folder)).toBe(true);
    expect(() => lockRun(folder)).toThrow(`process ${process.pid} is at work on it`);
    first[Symbol.dispose]();
    expect(isLocked(folder)).toBe(false);
    lockRun(folder)[Symbol.dispose]();
    expect(locks()).toEqual([]);
  });

  it("follows one whose process is gone, and takes it away", () => {
    left("lock.3", { pid: gone, host: hostname(), born: "" });
    expect(isLocked(folder)).toBe(false);
    using _lock = lockRun(folder);
    expect(locks()).toEqual(["lock.4"]);
  });

  it("is not held by a later process of the same number", () => {
    left("lock.1", { pid: process.pid, host: hostname(), born: "another boot 12345" });
    using _lock = lockRun(folder);
    expect(locks()).toEqual(["lock.2"]);
  });

  it("is held by a process of another machine, since nobody can tell", () => {
    left("lock.1", { pid: gone, host: "elsewhere", born: "" });
    expect(() => lockRun(folder)).toThrow(/on elsewhere has it.*delete .*lock\.1/);
    expect(locks()).toEqual(["lock.1"]);
  });

  it("is not held by what nobody can read", () => {
    writeFileSync(join(folder, "lock.1"), "");
    using _lock = lockRun(folder);
    expect(locks()).toEqual(["lock.2"]);
  });
});
