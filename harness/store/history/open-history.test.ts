import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { simulateNights } from "../../testing/simulated-nights.ts";
import { applicationId, migrations } from "./migrations.ts";
import { openHistory } from "./open-history.ts";

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "brownout-history-"));
  file = join(folder, "reports", "history.db");
});
afterEach(() => rmSync(folder, { recursive: true }));

const nights = simulateNights({ name: "kept", nights: 3, experiments: 2, trials: 10, correct: () => 0.5 });

/** A history with something in it, closed. */
async function filled(): Promise<void> {
  using history = await openHistory(file);
  for (const night of nights) history.record(night);
}

describe("the history", () => {
  it("gives back what was put in, oldest first, and each run once", async () => {
    using history = await openHistory(file);
    for (const night of nights.toReversed()) history.record(night);
    const [, second] = nights;
    if (second) history.record({ ...second, verdict: "broken" });
    expect(history.runs()).toEqual(
      nights.map((night, index) => (index === 1 ? { ...night, verdict: "broken" } : night)),
    );
  });

  it("is there only when something was put in", async () => {
    await expect(openHistory(file, { existing: true })).rejects.toThrow(/no history at .*brownout history import/);
  });

  it("is refused if a later version wrote it", async () => {
    await filled();
    const database = new DatabaseSync(file);
    database.exec("PRAGMA user_version = 99");
    database.close();
    await expect(openHistory(file)).rejects.toThrow(/its schema is 99.*Update brownout/);
  });

  it("is refused if it belongs to another program", async () => {
    const other = join(folder, "other.db");
    const database = new DatabaseSync(other);
    database.exec("CREATE TABLE customers (name TEXT)");
    database.close();
    const before = readFileSync(other);
    await expect(openHistory(other)).rejects.toThrow(/database of another program/);
    expect(readFileSync(other).equals(before)).toBe(true);
  });

  it.each([
    ["no database at all", () => Buffer.from("not a database, but long enough to look at ".repeat(100))],
    ["a damaged one", (bytes: Buffer) => bytes.fill(0x5a, 4096, bytes.length - 4096)],
    ["one that was cut off", (bytes: Buffer) => bytes.subarray(0, 6000)],
  ])("is refused and left alone if the file is %s", async (_, spoil) => {
    await filled();
    const spoilt = Buffer.from(spoil(readFileSync(file)));
    writeFileSync(file, spoilt);
    await expect(openHistory(file)).rejects.toThrow(/damaged, or is no database. It is left as it is/);
    expect(readFileSync(file).equals(spoilt)).toBe(true);
  });

  it("is not taken for another program's while a process beside it is making it", async () => {
    const { prepare } = DatabaseSync.prototype;
    const spy = vi.spyOn(DatabaseSync.prototype, "prepare").mockImplementation(function (this: DatabaseSync, sql) {
      if (sql.includes("sqlite_schema")) {
        spy.mockRestore();
        using other = new DatabaseSync(file, { timeout: 0 });
        try {
          other.exec(`BEGIN IMMEDIATE; ${migrations.join(";")}; PRAGMA application_id = ${applicationId};
            PRAGMA user_version = ${migrations.length}; COMMIT`);
        } catch {
          // It has to wait.
        }
      }
      return prepare.call(this, sql);
    });
    using history = await openHistory(file);
    expect(history.runs()).toEqual([]);
  });

  it("takes runs of several processes that begin it at once", async () => {
    const module = (path: string): string => JSON.stringify(pathToFileURL(join(import.meta.dirname, path)).href);
    const script = `
      const { openHistory } = await import(${module("open-history.ts")});
      const { simulateNights } = await import(${module("../../testing/simulated-nights.ts")});
      const mine = simulateNights({ name: "at once", nights: 40, experiments: 3, trials: 10, correct: () => 0.5 });
      for (const night of mine) {
        using history = await openHistory(process.argv[1]);
        history.record({ ...night, run: night.run + process.argv[2] });
      }`;
    const codes = await Promise.all(
      ["a", "b", "c"].map(async (name) => {
        const child = spawn(process.execPath, ["--input-type=module", "-e", script, file, name], { stdio: "inherit" });
        const [code] = await once(child, "exit");
        return code as unknown;
      }),
    );
    expect(codes).toEqual([0, 0, 0]);
    using history = await openHistory(file);
    expect(history.runs()).toHaveLength(120);
  });
});
