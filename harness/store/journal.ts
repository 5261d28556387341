import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { RunEvent } from "../domain/events.ts";
import { codeOf, JournalError, wordsOf } from "./journal-error.ts";
import { serialise } from "./redact.ts";

// Taken at load: a virtual clock leaves it alone, and so must everybody.
const nextTurn = setImmediate;
/** Written together when a turn of the event loop brings no more of them; everything else at once, and all before it. */
const perCall: ReadonlySet<RunEvent["type"]> = new Set(["call-started", "fault-fired", "fault-idle", "call-ended"]);
/** Under load every turn brings more: a few milliseconds' worth is held at the most. */
const mostTurns = 16;
/** Room for the bytes of what is written together; a longer event gets room of its own. */
const mostRoom = 262_144;
export const journalName = "journal.jsonl";

/** An append-only file of events, one JSON value a line. */
export interface Journal {
  readonly file: string;
  /**
   * Writes one event, redacted. When it returns, the bytes are with the operating system, and all earlier ones with them:
   * killing the process loses nothing. Events of single calls may come a few turns later, but before whatever ends their trial.
   * @throws {JournalError} at the first failure and, the same error, at every later call: the run must stop.
   */
  append(event: RunEvent): void;
  /** Idempotent, never throws. */
  close(): void;
}

export interface JournalOptions {
  /** Writes some of the bytes and says how many; `fs.writeSync` unless a test breaks it. */
  readonly write?: (descriptor: number, bytes: Uint8Array, offset: number, length: number) => number;
}

/**
 * Opens `folder/journal.jsonl`, creating both. An existing journal is continued: a last line that a kill cut short is
 * taken away first, so that the file stays readable from end to end.
 * @throws {JournalError} if the folder or the file cannot be opened.
 */
export function openJournal(folder: string, options: JournalOptions = {}): Journal {
  const file = join(folder, journalName);
  const write = options.write ?? writeSync;
  let descriptor: number | undefined;
  let size = 0;
  try {
    mkdirSync(folder, { recursive: true });
    descriptor = openSync(file, "a+");
    size = dropCutLine(descriptor);
  } catch (error) {
    if (descriptor !== undefined) closeSync(descriptor);
    throw new JournalError(
      `Cannot open the journal ${file}: ${wordsOf(error)}. Choose a folder that can be written to.`,
    );
  }
  let failure: JournalError | undefined;

  const fail = (error: unknown, open: number): JournalError => {
    try {
      ftruncateSync(open, size);
    } catch {
      // A cut last line is tolerated by every reader; the error that matters is the first one.
    }
    const why = codeOf(error) === "ENOSPC" ? "the disk is full" : wordsOf(error);
    return new JournalError(
      `Cannot write to the journal ${file}: ${why}. The run stops here; what is before it can be read with "brownout report ${folder}". Make room and run again.`,
    );
  };

  let waiting = "";
  let seen = 0;
  let turns = 0;
  let room = Buffer.alloc(0);
  /** The bytes of what waits, in room that is used again: fresh memory would be the dearest part of a write. */
  const bytesToWrite = (): Buffer => {
    const most = waiting.length * 3;
    if (most > mostRoom) return Buffer.from(waiting);
    if (most > room.length) room = Buffer.allocUnsafeSlow(Math.max(most, Math.min(mostRoom, room.length * 2)));
    return room.subarray(0, room.write(waiting));
  };
  const flush = (): void => {
    if (waiting === "" || descriptor === undefined || failure) return;
    const bytes = bytesToWrite();
    waiting = "";
    try {
      for (let written = 0; written < bytes.length; ) {
        const step = write(descriptor, bytes, written, bytes.length - written);
        if (step <= 0) throw new Error("the file takes no more bytes");
        written += step;
      }
    } catch (error) {
      failure = fail(error, descriptor);
      return;
    }
    size += bytes.length;
  };
  const flushWhenQuiet = (): void => {
    if (waiting.length > seen && turns < mostTurns) {
      seen = waiting.length;
      turns += 1;
      nextTurn(flushWhenQuiet);
      return;
    }
    turns = 0;
    flush();
  };
  return {
    file,
    append(event) {
      if (failure) throw failure;
      if (descriptor === undefined) throw new JournalError(`Cannot write to the journal ${file}: it is closed.`);
      waiting += `${serialise(event)}\n`;
      if (perCall.has(event.type) && waiting.length < 65_536) {
        if (turns === 0) {
          seen = waiting.length;
          turns = 1;
          nextTurn(flushWhenQuiet);
        }
        return;
      }
      flush();
      if (failure) throw failure;
    },
    close() {
      if (descriptor === undefined) return;
      try {
        flush();
        closeSync(descriptor);
      } catch {
        // Everything was written when append returned.
      }
      descriptor = undefined;
    },
  };
}

const newline = 0x0a;

/** Cuts the file after its last newline; gives the size that is left, in bytes. */
function dropCutLine(descriptor: number): number {
  const size = fstatSync(descriptor).size;
  const block = Buffer.alloc(65_536);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - block.length);
    const read = readSync(descriptor, block, 0, end - start, start);
    const last = block.subarray(0, read).lastIndexOf(newline);
    if (last >= 0) {
      const keep = start + last + 1;
      if (keep < size) ftruncateSync(descriptor, keep);
      return keep;
    }
    end = start;
  }
  if (size > 0) ftruncateSync(descriptor, 0);
  return 0;
}
