import { InvalidInput } from "../domain/diagnostic.ts";
import { findRun, JournalError, listRuns, NoSuchRun, type RunFolder, readJournal } from "../store/index.ts";

/**
 * The run that is asked for where only one of experiments will do; `latest` passes game days over.
 * @throws {NoSuchRun} if there is none. @throws {InvalidInput} if it is a game day.
 */
export async function runOfExperiments(wanted: string, root: string): Promise<RunFolder> {
  if (wanted === "latest") {
    const runs = listRuns(root).toReversed();
    for (const run of runs) if (!(await isGameday(run.journal))) return run;
    if (runs.length > 0)
      throw new NoSuchRun(
        `Cannot find the latest run: there are only game days in ${root}. Run experiments with "brownout run".`,
      );
  }
  const run = findRun(wanted, root);
  if (!(await isGameday(run.journal))) return run;
  throw new InvalidInput([
    {
      file: run.id,
      message: `This run is a game day, of which nothing is claimed. See it with "brownout gameday report ${run.id}", or name a run of experiments ("latest" passes game days over).`,
    },
  ]);
}

async function isGameday(journal: string): Promise<boolean> {
  try {
    for await (const event of readJournal(journal)) {
      if (event.type === "gameday") return true;
      if (event.type === "experiment") return event.gameday !== undefined;
    }
  } catch (error) {
    // What cannot be read says why once it is read for what it holds.
    if (!(error instanceof JournalError)) throw error;
  }
  return false;
}
