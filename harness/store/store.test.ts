import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import { createRun, findRun, JournalError, openJournal, readJournal, runName } from "./index.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "brownout-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failed = (trial: string): RunEvent => ({ type: "trial-failed", trial, error: "none — “so” ✓" });
async function readAll(file: string): Promise<{ events: RunEvent[]; warnings: string[]; error?: unknown }> {
  const events: RunEvent[] = [];
  const warnings: string[] = [];
  try {
    for await (const event of readJournal(file, { onWarning: (message) => warnings.push(message) })) events.push(event);
  } catch (error) {
    return { events, warnings, error };
  }
  return { events, warnings };
}
const write = (...lines: readonly string[]): string => {
  const file = join(folder, "j.jsonl");
  writeFileSync(file, lines.join("\n"));
  return file;
};
const line = (trial: string): string => JSON.stringify(failed(trial));

describe("the journal", () => {
  test("is on disk when append returns, and reads back the same", async () => {
    const journal = openJournal(join(folder, "new", "run"));
    const events = Array.from({ length: 500 }, (_, index) => failed(`t${index}-${"x".repeat(index * 3)}`));
    for (const [index, event] of events.entries()) {
      journal.append(event);
      if (index === 0) expect(readFileSync(journal.file, "utf8")).toBe(`${JSON.stringify(event)}\n`);
    }
    journal.close();
    journal.close();
    expect(await readAll(journal.file)).toEqual({ events, warnings: [] });
  });

  test("takes the secrets out", () => {
    const journal = openJournal(folder);
    journal.append({ type: "trial-failed", trial: "a", error: "401 for Bearer abc123DEF456" });
    journal.close();
    expect(readFileSync(journal.file, "utf8")).not.toContain("abc123DEF456");
  });

  test("is continued after a cut, without the cut line", async () => {
    const first = openJournal(folder);
    first.append(failed("a"));
    const whole = readFileSync(first.file).length;
    first.append(failed("b"));
    first.close();
    truncateSync(first.file, whole + 9);
    const second = openJournal(folder);
    second.append(failed("c"));
    second.close();
    expect(await readAll(first.file)).toEqual({ events: [failed("a"), failed("c")], warnings: [] });
  });

  test("a full disk is one clear error, and what is before it can be read", async () => {
    let room = 150;
    const journal = openJournal(folder, {
      write(descriptor, bytes, offset, length) {
        if (room === 0) throw Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
        const step = writeSync(descriptor, bytes, offset, Math.min(length, room));
        room -= step;
        return step;
      },
    });
    journal.append(failed("a"));
    journal.append(failed("b"));
    const attempt = (): void => journal.append(failed("c"));
    expect(attempt).toThrow(JournalError);
    expect(attempt).toThrow(/Cannot write to the journal .*journal\.jsonl: the disk is full\..*Make room/);
    journal.close();
    expect(await readAll(journal.file)).toEqual({ events: [failed("a"), failed("b")], warnings: [] });
  });

  test.runIf(existsSync("/dev/full"))("a device that is really full says so", () => {
    symlinkSync("/dev/full", join(folder, "journal.jsonl"));
    const journal = openJournal(folder);
    expect(() => journal.append(failed("a"))).toThrow(/the disk is full/);
    journal.close();
  });

  test("a folder that cannot be made is named", () => {
    const file = write("x");
    expect(() => openJournal(join(file, "run"))).toThrow(/Cannot open the journal .*Choose a folder/);
  });
});

describe("reading", () => {
  test("a cut last line is a warning, wherever it is cut", async () => {
    const last = line("b");
    for (let cut = 1; cut < last.length; cut += 1) {
      const { events, warnings } = await readAll(write(line("a"), last.slice(0, cut)));
      expect(events).toEqual([failed("a")]);
      expect(warnings).toHaveLength(1);
      expect(warnings[0]).toContain("j.jsonl:2 The last line is cut short");
    }
  });
  test("a whole last line without a newline counts", async () => {
    expect((await readAll(write(line("a"), line("b")))).events).toHaveLength(2);
  });
  test("an unreadable line in the middle is an error with its number", async () => {
    const { events, error } = await readAll(write(line("a"), line("b").slice(0, 20), line("c"), ""));
    expect(events).toEqual([failed("a")]);
    expect(String(error)).toMatch(/j\.jsonl:2 Cannot read this line/);
  });
  test("a line that is no event says what is missing", async () => {
    const { error } = await readAll(write('{"type":"trial-ended","trial":"a","t":"5","digest":"d"}', ""));
    expect(String(error)).toMatch(/j\.jsonl:1 .*"t" of a trial-ended event must be a number and is string/);
  });
  test("unknown events are skipped and counted", async () => {
    const { events, warnings } = await readAll(write('{"type":"mood"}', line("a"), '{"type":"mood","x":1}', ""));
    expect(events).toEqual([failed("a")]);
    expect(warnings.join()).toMatch(/2 events of the unknown type "mood"/);
  });
  test("a newer schema is refused", async () => {
    const started = {
      type: "run-started",
      schema: 2,
      run: "r",
      at: "",
      brownout: "9",
      node: "",
      route: "gateway",
      command: [],
      trials: 1,
    };
    expect(String((await readAll(write(JSON.stringify(started), ""))).error)).toMatch(
      /its schema is 2, this version of brownout reads up to 1\. Update/,
    );
  });
  test("a missing file is named", async () => {
    expect(String((await readAll(join(folder, "none.jsonl"))).error)).toMatch(/Cannot read the journal .*none\.jsonl/);
  });
});

describe("run folders", () => {
  const at = new Date("2026-11-22T23:10:30.456Z");
  const add = (second: string, short: string): string => {
    const run = createRun(folder, new Date(`2026-11-22T23:10:${second}Z`), short);
    writeFileSync(run.journal, "");
    return run.id;
  };
  test("are named by time", () => {
    expect(runName(at, "a1b2")).toBe("20261122-231030-a1b2");
  });
  test("two at the same moment are two", () => {
    expect(createRun(folder, at, "x").id).not.toBe(createRun(folder, at, "x").id);
  });
  test("are found by name, ending, path, journal file and as the latest", () => {
    const [first, second] = [add("01", "aa"), add("02", "bb")];
    mkdirSync(join(folder, "20991231-000000-empty"));
    expect(findRun("latest", folder).id).toBe(second);
    expect(findRun(first, folder).id).toBe(first);
    expect(findRun("aa", folder).id).toBe(first);
    expect(findRun(join(folder, first), "elsewhere").id).toBe(first);
    expect(findRun(join(folder, first, "journal.jsonl"), "elsewhere").journal).toBe(
      join(folder, first, "journal.jsonl"),
    );
  });
  test("errors help", () => {
    expect(() => findRun("latest", folder)).toThrow(/there is none/);
    const [first, second] = [add("01", "aa"), add("02", "bb")];
    expect(() => findRun("2026", folder)).toThrow(
      new RegExp(`more than one begins so\\. It could be ${first}, ${second}`),
    );
    expect(() => findRun("zz", folder)).toThrow(/no such name, folder or file\. The last ones are/);
    expect(() => findRun("zz", folder)).not.toThrow(/Did you mean/);
    expect(() => findRun("lastest", folder)).toThrow(/no such name, folder or file\. Did you mean "latest"\? The last/);
    expect(() => findRun(`${first}x`, folder)).toThrow(`Did you mean "${first}"?`);
    expect(() => findRun(folder, folder)).toThrow(/has no journal\.jsonl/);
  });
});
