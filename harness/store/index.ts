export { baselineText, usualBaseline, writeBaseline } from "./baseline.ts";
export { type FoldOptions, foldTrials, type RunItem, type RunStarted } from "./fold.ts";
export { type Journal, type JournalOptions, journalName, openJournal } from "./journal.ts";
export { JournalError } from "./journal-error.ts";
export { pictureKeeper } from "./pictures.ts";
export { type ReadOptions, readBatches, readJournal } from "./read-journal.ts";
export { redact, redacted, serialise } from "./redact.ts";
export { createRun, findRun, listRuns, type RunFolder, removeRun, runName, runsRoot } from "./run-folder.ts";
export { isLocked, lockRun } from "./run-lock.ts";
