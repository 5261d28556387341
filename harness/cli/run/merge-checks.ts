import { type Diagnostic, InvalidInput } from "../../domain/diagnostic.ts";
import type { Shard } from "../../domain/run-plan.ts";
import type { RunFolder } from "../../store/index.ts";
import type { RunProgress } from "./read-progress.ts";
import { planChanges } from "./resume.ts";

/** A run that is to become part of another. */
export interface Part {
  readonly run: RunFolder;
  readonly progress: RunProgress;
}

/** One that is known to be a shard. */
export interface ShardPart extends Part {
  readonly shard: Shard;
}

/**
 * All shards of one run, each once and each to its end, by number.
 * @throws {InvalidInput} with everything that speaks against it.
 */
export function shardsOf(parts: readonly Part[]): readonly ShardPart[] {
  const problems: Diagnostic[] = [];
  const say = ({ run }: Part, message: string): void => void problems.push({ file: run.id, message });
  const shards = parts.flatMap((part): ShardPart[] => {
    const shard = part.progress.started.plan?.shard;
    if (shard !== undefined) return [{ ...part, shard }];
    say(part, "Cannot merge this run: it is not a shard of one. Leave it out, or run the parts with --shard i/n.");
    return [];
  });
  const [first] = shards;
  if (first !== undefined) {
    for (const part of shards) {
      const why = [...foreign(part, first), ...unfinished(part)];
      for (const one of why) say(part, one);
    }
    sayDoubled(shards, say);
    const missing = numbersMissing(shards, first.shard.of);
    if (missing.length > 0)
      problems.push({
        file: "merge",
        message: `Cannot merge: of ${first.shard.of} shards ${missing.map((index) => `${index}/${first.shard.of}`).join(", ")} ${missing.length === 1 ? "is" : "are"} missing. Give all of them.`,
      });
  }
  if (problems.length > 0) throw new InvalidInput(problems);
  return shards.toSorted((a, b) => a.shard.index - b.shard.index);
}

const numbersMissing = (shards: readonly ShardPart[], of: number): readonly number[] => {
  const there = new Set(shards.map(({ shard }) => shard.index));
  return Array.from({ length: of }, (_, index) => index + 1).filter((index) => !there.has(index));
};

/** What makes it a shard of another run than the first. */
function foreign(part: ShardPart, first: ShardPart): readonly string[] {
  const [mine, its] = [part.progress.started, first.progress.started];
  const differs = (what: string, own: string, other: string): readonly string[] =>
    own === other ? [] : [`Cannot merge this run with ${first.run.id}: ${what} is ${own}, and there ${other}.`];
  const changes = mine.plan && its.plan ? planChanges(its.plan, mine.plan) : [];
  return [
    ...differs("the number of shards", String(part.shard.of), String(first.shard.of)),
    ...differs("the version of brownout", mine.brownout, its.brownout),
    ...differs("the route", mine.route, its.route),
    ...(changes.length === 0
      ? []
      : [`Cannot merge this run with ${first.run.id}: it is of another plan.\n  ${changes.join("\n  ")}`]),
  ];
}

function unfinished({ run, progress }: ShardPart): readonly string[] {
  const { ended, over, failed, started } = progress;
  if (ended === "aborted") return [];
  if (ended !== "finished")
    return [`Cannot merge this run: it has not come to its end. Go on with it: brownout run --resume ${run.id}`];
  const lacking = started.trials - over.size - failed.size;
  return lacking === 0
    ? []
    : [
        `Cannot merge this run: its journal holds ${over.size + failed.size} of its ${started.trials} trials. Restore it.`,
      ];
}

function sayDoubled(shards: readonly ShardPart[], say: (part: Part, message: string) => void): void {
  const seen = new Map<number, ShardPart>();
  const trials = new Map<string, ShardPart>();
  for (const part of shards) {
    const { index, of } = part.shard;
    const twin = seen.get(index);
    if (twin !== undefined) {
      say(
        part,
        twin.run.id === part.run.id
          ? `Cannot merge this run twice${twin.run.folder === part.run.folder ? "" : ` (${twin.run.folder} and ${part.run.folder})`}. Give it once.`
          : `Cannot merge this run: it is shard ${index}/${of}, and so is ${twin.run.id}. Give one of them.`,
      );
      continue;
    }
    seen.set(index, part);
    for (const id of [...part.progress.over, ...part.progress.failed]) {
      const other = trials.get(id);
      if (other !== undefined) {
        say(part, `Cannot merge this run: it holds ${id}, and so does ${other.run.id}.`);
        break;
      }
      trials.set(id, part);
    }
  }
}
