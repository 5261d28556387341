import { InvalidInput } from "../domain/diagnostic.ts";
import { JournalError, type RunStarted, readJournal } from "../store/index.ts";
import { planChanges } from "./run/resume.ts";

/**
 * Runs of which one is to be the other again must have asked the same: same tasks, faults, seeds and target files.
 * @throws {InvalidInput} saying what differs.
 */
export async function refuseOtherRuns(first: string, others: readonly string[]): Promise<void> {
  if (others.length === 0) return;
  const started = await beginningOf(first);
  for (const journal of others) {
    const other = await beginningOf(journal);
    const planned =
      started.plan === undefined || other.plan === undefined
        ? ["a journal does not say what was planned"]
        : planChanges(started.plan, other.plan);
    const changes = started.run === other.run ? ["it is the same run"] : planned;
    if (changes.length > 0)
      throw new InvalidInput([
        { file: "--run", message: `${other.run} is not ${started.run} again:\n  ${changes.join("\n  ")}` },
      ]);
  }
}

/** The first event says it all: what follows is read once, by whoever judges it. */
async function beginningOf(journal: string): Promise<RunStarted> {
  for await (const event of readJournal(journal)) if (event.type === "run-started") return event;
  throw new JournalError(`Cannot decide over ${journal}: it does not say that a run has begun.`);
}
