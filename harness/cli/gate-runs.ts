import { InvalidInput } from "../domain/diagnostic.ts";
import { readProgress } from "./run/read-progress.ts";
import { planChanges } from "./run/resume.ts";

/**
 * Runs of which one is to be the other again must have asked the same: same tasks, faults, seeds and target files.
 * @throws {InvalidInput} saying what differs.
 */
export async function refuseOtherRuns(first: string, others: readonly string[]): Promise<void> {
  if (others.length === 0) return;
  const { started } = await readProgress(first);
  for (const journal of others) {
    const { started: other } = await readProgress(journal);
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
