import type { Command } from "commander";
import { InvalidInput } from "../../domain/diagnostic.ts";
import { isGiven } from "./options.ts";

/** These say nothing of what is run. */
const free: readonly string[] = ["resume", "concurrency", "port", "out", "haltFile", "format", "quiet"];

/** @throws {InvalidInput} if options beside --resume would make another run of it. `own`: those of the command that would not. */
export function refuseBesideResume(command: Command, own: readonly string[]): void {
  const fixed = command.options
    .map((option) => ({ name: option.attributeName(), long: option.long ?? option.flags }))
    .filter(({ name }) => ![...free, ...own].includes(name) && isGiven(command, name))
    .map(({ long }) => long);
  const all = [...(command.args.length > 0 ? [`the paths ${command.args.join(" ")}`] : []), ...fixed];
  if (all.length === 0) return;
  throw new InvalidInput([
    { file: "--resume", message: `A run is gone on with as it was begun. Leave out ${all.join(", ")}.` },
  ]);
}
