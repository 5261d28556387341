import { closeSync, openSync, readSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { RunEvent } from "../domain/events.ts";
import { journalSchema, type Shape, shapeOf } from "./event-shape.ts";
import { codeOf, JournalError, wordsOf } from "./journal-error.ts";

export interface ReadOptions {
  /** Told of what was left out: a cut last line, events of a later version. */
  readonly onWarning?: (message: string) => void;
}

/**
 * The events of a journal in the order in which they were written, one line in memory at a time.
 * @throws {JournalError} if the file cannot be read, a line before the last is not an event, or the schema is newer.
 */
export async function* readJournal(file: string, options: ReadOptions = {}): AsyncGenerator<RunEvent, void> {
  for await (const events of readBatches(file, options)) yield* events;
}

/** The same, as many events at a time as one read of the file brings: waiting for each by itself takes longer than to parse it. */
export async function* readBatches(file: string, options: ReadOptions = {}): AsyncGenerator<readonly RunEvent[], void> {
  const warn = options.onWarning ?? (() => {});
  const skipped = new Map<string, number>();
  for await (const lines of linesOf(file)) {
    const events: RunEvent[] = [];
    try {
      for (const line of lines) {
        const read = eventIn(line, file, warn);
        if (read?.kind === "event") events.push(read.event);
        else if (read) skipped.set(read.type, (skipped.get(read.type) ?? 0) + 1);
      }
    } catch (error) {
      // What stands before a damaged line is handed out, as if each line were read by itself.
      yield events;
      throw error;
    }
    yield events;
  }
  for (const [type, count] of [...skipped].sort()) {
    warn(
      `${file} ${count === 1 ? "One event" : `${count} events`} of the unknown type "${type}" left out: a later version of brownout wrote ${count === 1 ? "it" : "them"}.`,
    );
  }
}

/** Undefined: there is nothing in the line, or it was cut. */
function eventIn(
  { text, number, whole }: Line,
  file: string,
  warn: (message: string) => void,
): Extract<Shape, { kind: "event" | "unknown" }> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (text.trim() === "") return undefined;
    if (!whole) {
      warn(`${file}:${number} The last line is cut short and was left out: the run was killed while it wrote.`);
      return undefined;
    }
    throw new JournalError(
      `${file}:${number} Cannot read this line of the journal: ${wordsOf(error)}. The file was changed or damaged; restore it, or cut it before line ${number}.`,
    );
  }
  const shape = shapeOf(value);
  if (shape.kind === "newer") {
    throw new JournalError(
      `${file}:${number} Cannot read this journal: its schema is ${shape.schema}, this version of brownout reads up to ${journalSchema}. Update brownout.`,
    );
  }
  if (shape.kind === "bad") {
    throw new JournalError(
      `${file}:${number} Cannot read this line of the journal: ${shape.why}. Restore the file, or cut it before line ${number}.`,
    );
  }
  return shape;
}

interface Line {
  readonly text: string;
  readonly number: number;
  /** Ended by a newline. */
  readonly whole: boolean;
}

/** Bytes read at a time. The trials of one chunk lie in memory together: of a larger one most outlive a quick collection. */
const chunkBytes = 1 << 15;
/** Bytes after which signals and timers have their turn. */
const turnBytes = 1 << 18;

/**
 * The lines of one chunk after the other. Read at once into a buffer that is used again: to hand each chunk of a file over from
 * another thread, in memory of its own, takes half as long as to parse it.
 */
async function* linesOf(file: string): AsyncGenerator<readonly Line[], void> {
  const descriptor = reading(file, () => openSync(file, "r"));
  try {
    let number = 0;
    let buffer = Buffer.allocUnsafeSlow(2 * chunkBytes);
    /** Bytes at the front of the buffer: a line whose end has not been read. */
    let open = 0;
    let sinceTurn = 0;
    for (;;) {
      if (buffer.length - open < chunkBytes) buffer = Buffer.concat([buffer], 2 * buffer.length);
      const count = reading(file, () => readSync(descriptor, buffer, open, chunkBytes, null));
      if (count === 0) break;
      const bytes = buffer.subarray(0, open + count);
      const lines: Line[] = [];
      let from = 0;
      for (let at = bytes.indexOf(0x0a, open); at >= 0; at = bytes.indexOf(0x0a, from)) {
        number += 1;
        lines.push({ text: bytes.toString("utf8", from, at), number, whole: true });
        from = at + 1;
      }
      if (from > 0) bytes.copyWithin(0, from);
      open = bytes.length - from;
      if (lines.length > 0) yield lines;
      sinceTurn += count;
      if (sinceTurn < turnBytes) continue;
      sinceTurn = 0;
      await setImmediate();
    }
    if (open > 0) yield [{ text: buffer.toString("utf8", 0, open), number: number + 1, whole: false }];
  } finally {
    closeSync(descriptor);
  }
}

function reading<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = codeOf(error);
    if (code === "unknown") throw error;
    const next =
      code === "ENOENT" ? 'Look for the run with "brownout report latest".' : "Check the file and its permissions.";
    throw new JournalError(`Cannot read the journal ${file}: ${wordsOf(error)}. ${next}`);
  }
}
