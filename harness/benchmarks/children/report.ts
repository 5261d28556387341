import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { main } from "../../cli/program.ts";
import type { RunEvent } from "../../domain/events.ts";
import { journalName, openJournal, readJournal } from "../../store/index.ts";
import { serveParent } from "../child.ts";

const writeShape = z.object({ file: z.string(), events: z.number() });
export const wroteShape = z.object({
  megabytes: z.number(),
  events: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
});

const elapsed = (from: number): number => (performance.now() - from) / 1000;

/** The first events of a journal, put into another one. */
async function write(input: unknown): Promise<z.infer<typeof wroteShape>> {
  const { file, events } = writeShape.parse(input);
  const kept: RunEvent[] = [];
  for await (const event of readJournal(file)) {
    kept.push(event);
    if (kept.length === events) break;
  }
  // Once for the compiler: a night's journal is long.
  append(kept);
  return append(kept);
}

function append(events: readonly RunEvent[]): z.infer<typeof wroteShape> {
  const folder = mkdtempSync(join(tmpdir(), "brownout-bench-"));
  try {
    const journal = openJournal(folder);
    const from = performance.now();
    const cpuFrom = process.cpuUsage();
    for (const event of events) journal.append(event);
    journal.close();
    const seconds = elapsed(from);
    const { user, system } = process.cpuUsage(cpuFrom);
    const megabytes = statSync(join(folder, journalName)).size / 1e6;
    return { megabytes, events: events.length, seconds, cpuSeconds: (user + system) / 1e6 };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const reportShape = z.object({ file: z.string() });
export const reportedShape = z.object({
  code: z.number(),
  seconds: z.number(),
  cpuSeconds: z.number(),
  /** Bytes, at the most. */
  peakRss: z.number(),
  printed: z.number(),
});

/** The command as it is typed: everything that it prints and writes is made. */
async function report(input: unknown): Promise<z.infer<typeof reportedShape>> {
  const { file } = reportShape.parse(input);
  let printed = 0;
  const from = performance.now();
  const cpuFrom = process.cpuUsage();
  const code = await main(["report", file], {
    cwd: tmpdir(),
    env: {},
    isTTY: false,
    columns: 100,
    colour: false,
    out: (text) => {
      printed += text.length;
    },
    err: (text) => void process.stderr.write(text),
    signal: new AbortController().signal,
  });
  const { user, system } = process.cpuUsage(cpuFrom);
  return {
    code,
    seconds: elapsed(from),
    cpuSeconds: (user + system) / 1e6,
    peakRss: process.resourceUsage().maxRSS * 1024,
    printed,
  };
}

export function start(): void {
  serveParent({ write, report });
}
