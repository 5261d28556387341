import { statSync } from "node:fs";
import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

/**
 * V8 doubles the space in which objects begin their lives, up to 134 MB, as long as much of what is in it survives. To load the program does that,
 * and so does a journal, whose trials live until their twins have been read; from some size on more room costs memory and saves hardly any time.
 * The limit itself can only be given when a process starts, but the factor of growth is looked up each time.
 */
const growth = (factor: 1 | 2): void => {
  // V8 complains on stderr of a flag that it does not know. Up to here it knows this one.
  if (Number.parseInt(process.versions.v8, 10) <= 14) setFlagsFromString(`--semi-space-growth-factor=${factor}`);
};

const overJournals: ReadonlySet<string> = new Set(["report", "judge", "explain", "baseline", "merge", "history"]);

/** While the program is loaded the space of those that only read what lies on the disk does not grow. */
export function keepSpaceForJournal(command: string | undefined): void {
  if (command !== undefined && overJournals.has(command)) growth(1);
}

/** Bytes: of a smaller journal there is not enough garbage to fill more. */
const large = 32_000_000;
/** Bytes of both halves of the space. */
const enough = 16_000_000;
/** A look at the heap takes 0.03 ms. */
const everyTrials = 50;

/** To be called for each trial that is read of a journal: the space grows as far as is of use, and not beyond, until the process ends. */
export function boundSpaceFor(journal: string): () => void {
  growth(2);
  let wanted = (statSync(journal, { throwIfNoEntry: false })?.size ?? 0) > large;
  let trials = 0;
  return () => {
    trials += 1;
    if (!wanted || trials % everyTrials !== 0) return;
    const size = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space")?.space_size ?? 0;
    if (size < enough) return;
    wanted = false;
    growth(1);
  };
}
