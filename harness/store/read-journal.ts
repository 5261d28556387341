import { createReadStream } from "node:fs";
import type { RunEvent } from "../domain/events.ts";
import { journalSchema, shapeOf } from "./event-shape.ts";
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
  const warn = options.onWarning ?? (() => {});
  const skipped = new Map<string, number>();
  for await (const { text, number, whole } of linesOf(file)) {
    if (text.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      if (!whole) {
        warn(`${file}:${number} The last line is cut short and was left out: the run was killed while it wrote.`);
        continue;
      }
      throw new JournalError(
        `${file}:${number} Cannot read this line of the journal: ${wordsOf(error)}. The file was changed or damaged; restore it, or cut it before line ${number}.`,
      );
    }
    const shape = shapeOf(value);
    if (shape.kind === "event") yield shape.event;
    else if (shape.kind === "unknown") skipped.set(shape.type, (skipped.get(shape.type) ?? 0) + 1);
    else if (shape.kind === "newer") {
      throw new JournalError(
        `${file}:${number} Cannot read this journal: its schema is ${shape.schema}, this version of brownout reads up to ${journalSchema}. Update brownout.`,
      );
    } else
      throw new JournalError(
        `${file}:${number} Cannot read this line of the journal: ${shape.why}. Restore the file, or cut it before line ${number}.`,
      );
  }
  for (const [type, count] of [...skipped].sort()) {
    warn(
      `${file} ${count === 1 ? "One event" : `${count} events`} of the unknown type "${type}" left out: a later version of brownout wrote ${count === 1 ? "it" : "them"}.`,
    );
  }
}

interface Line {
  readonly text: string;
  readonly number: number;
  /** Ended by a newline. */
  readonly whole: boolean;
}

async function* linesOf(file: string): AsyncGenerator<Line, void> {
  let number = 0;
  let rest: Buffer[] = [];
  const stream = createReadStream(file, { highWaterMark: 1 << 18 });
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      let from = 0;
      for (let at = chunk.indexOf(0x0a); at >= 0; at = chunk.indexOf(0x0a, from)) {
        const tail = chunk.subarray(from, at);
        const bytes = rest.length === 0 ? tail : Buffer.concat([...rest, tail]);
        rest = [];
        from = at + 1;
        number += 1;
        yield { text: bytes.toString("utf8"), number, whole: true };
      }
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
  if (rest.length > 0) yield { text: Buffer.concat(rest).toString("utf8"), number: number + 1, whole: false };
}
