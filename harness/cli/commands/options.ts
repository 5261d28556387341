import { type Command, InvalidArgumentError } from "commander";
import { documents } from "../../../reports/documents/index.ts";
import { parseDuration } from "../../domain/duration.ts";
import type { Shard } from "../../domain/run-plan.ts";
import { suggestion } from "../../load/suggest.ts";

/** A whole number from 1, for commander. */
export function atLeastOne(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new InvalidArgumentError("A whole number from 1 is wanted.");
  return value;
}

/** A TCP port, for commander. */
export function portNumber(text: string): number {
  const value = atLeastOne(text);
  if (value > 65_535) throw new InvalidArgumentError("A port from 1 to 65535 is wanted.");
  return value;
}

const formatNames = Object.keys(documents);
export const whatIsPrinted = `what is printed: ${formatNames.slice(0, -1).join(", ")} or ${formatNames.at(-1)}`;

export const collect = (value: string, before: string[] | undefined): string[] => [...(before ?? []), value];

/** The same for words of a closed list. */
export const collectOf =
  <T extends string>(known: readonly T[]) =>
  (value: string, before: readonly T[] | undefined): T[] => {
    const word = known.find((one) => one === value);
    if (word === undefined) throw new InvalidArgumentError(`There is ${known.join(", ")}.${suggestion(value, known)}`);
    return [...(before ?? []), word];
  };

export function formatOption(text: string): keyof typeof documents {
  const known = Object.keys(documents);
  if (Object.hasOwn(documents, text)) return text as keyof typeof documents;
  throw new InvalidArgumentError(`Known formats: ${known.join(", ")}.${suggestion(text, known)}`);
}

/** Written on the command line, and no default. */
export const isGiven = (command: Command, name: string): boolean => command.getOptionValueSource(name) === "cli";

/** `2/4`, for commander. */
export function shardOption(text: string): Shard {
  const [, index, of] = /^([1-9]\d{0,3})\/([1-9]\d{0,3})$/.exec(text)?.map(Number) ?? [];
  if (index === undefined || of === undefined || index > of)
    throw new InvalidArgumentError("A part of a whole is wanted: 1/4, 2/4, 3/4 or 4/4.");
  return { index, of };
}

/** A duration such as `90s` or `30m`, in milliseconds, for commander. */
export function span(text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms <= 0) throw new InvalidArgumentError('A duration such as "90s" or "30m" is wanted.');
  return ms;
}
