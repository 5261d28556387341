import { createReadStream } from "node:fs";
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

/**
 * Bytes read at a time. The trials of one chunk lie in memory together: of a larger one most outlive a quick collection, and are kept
 * until the next full one.
 */
const chunkBytes = 1 << 17;

/** The lines of one chunk after the other. */
async function* linesOf(file: string): AsyncGenerator<readonly Line[], void> {
  let number = 0;
  let rest: Buffer[] = [];
  const stream = createReadStream(file, { highWaterMark: chunkBytes });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let from = 0;
      const lines: Line[] = [];
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
        const text =
          rest.length === 0
            ? chunk.toString("utf8", from, at)
            : Buffer.concat([...rest, chunk.subarray(from, at)]).toString("utf8");
        rest = [];
        from = at + 1;
        number += 1;
        lines.push({ text, number, whole: true });
      }
      if (lines.length > 0) yield lines;
      if (from < chunk.length) rest.push(chunk.subarray(from));
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === "unknown") throw error;
    const next =
      code === "ENOENT" ? 'Look for the run with "brownout report latest".' : "Check the file and its permissions.";
    throw new JournalError(`Cannot read the journal ${file}: ${wordsOf(error)}. ${next}`);
  } finally {
    stream.destroy();
  }
  if (rest.length > 0) yield [{ text: Buffer.concat(rest).toString("utf8"), number: number + 1, whole: false }];
}
