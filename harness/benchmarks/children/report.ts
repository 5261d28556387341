import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
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

const program = join(import.meta.dirname, "..", "..", "main.ts");
const teller = join(import.meta.dirname, "tell-use.ts");

const reportShape = z.object({ file: z.string() });
const usedShape = z.object({
  cpuSeconds: z.number(),
  /** Bytes, at the most. */
  peakRss: z.number(),
});
export const reportedShape = usedShape.extend({ code: z.number(), seconds: z.number(), printed: z.number() });

/** The command as it is typed, in a process of its own: everything that it prints and writes is made. */
async function report(input: unknown): Promise<z.infer<typeof reportedShape>> {
  const { file } = reportShape.parse(input);
  const folder = mkdtempSync(join(tmpdir(), "brownout-bench-"));
  try {
    const told = join(folder, "told.json");
    const from = performance.now();
    const command = spawn(process.execPath, ["--import", pathToFileURL(teller).href, program, "report", file], {
      cwd: folder,
      env: { PATH: process.env["PATH"], BENCH_TELL: told, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = 0;
    command.stdout.setEncoding("utf8").on("data", (text: string) => {
      printed += text.length;
    });
    const [code]: unknown[] = await once(command, "close");
    const seconds = elapsed(from);
    const used = usedShape.parse(JSON.parse(readFileSync(told, "utf8")));
    return { ...used, code: z.number().parse(code), seconds, printed };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export function start(): void {
  serveParent({ write, report });
}
