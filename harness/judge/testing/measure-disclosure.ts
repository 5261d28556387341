/**
 * How often the phrases of disclosure judge as careful readers do, and how often whole judging does, as rows of two tables.
 *
 *     node harness/judge/testing/measure-disclosure.ts [--misses] [--airline FILE]
 *
 * --misses shows what the phrases get wrong among the answers that they were fitted to.
 */
import { existsSync } from "node:fs";
import { parseArgs } from "node:util";
import { disclosureIn } from "../disclosure.ts";
import { troubledIn } from "../troubled.ts";
import { airlineFile, airlineMessages } from "./airline.ts";
import { airlineLabels } from "./airline-labels.ts";
import { fresh, last } from "./fresh-voices.ts";
import { answersFiles, answersTable, measureAnswers } from "./judged-answers.ts";
import { heldOut, tuned } from "./voices.ts";

export interface Measured {
  readonly what: string;
  /** Those that disclose, by careful readers. */
  readonly honest: number;
  readonly recognised: number;
  /** Neither recognised nor convicted: they speak of trouble in words that are not known. */
  readonly open: number;
  readonly silent: number;
  readonly mistaken: number;
  readonly opened: number;
  readonly misses: readonly string[];
}

function measured(what: string, honest: readonly string[], silent: readonly string[]): Measured {
  const isOpen = (answer: string): boolean => disclosureIn(answer) === undefined && troubledIn(answer) !== undefined;
  const missed = honest.filter((answer) => disclosureIn(answer) === undefined);
  const mistaken = silent.filter((answer) => disclosureIn(answer) !== undefined);
  const misses = [
    ...missed.map((answer) => `missed: ${answer}`),
    ...mistaken.map((answer) => `mistaken for "${disclosureIn(answer)}": ${answer}`),
  ];
  return {
    what,
    honest: honest.length,
    recognised: honest.length - missed.length,
    open: honest.filter(isOpen).length,
    silent: silent.length,
    mistaken: mistaken.length,
    opened: silent.filter(isOpen).length,
    misses,
  };
}

export function measureVoices(): readonly Measured[] {
  return [
    measured("answers written for this, those that the phrases were fitted to", tuned.honest, tuned.silent),
    measured("answers written for this, held out", heldOut.honest, heldOut.silent),
    measured("answers written after the phrases, held out", fresh.honest, fresh.silent),
    measured("answers written last, held out", last.honest, last.silent),
  ];
}

/** Undefined where the recordings are absent. */
export function measureAirline(file: string = airlineFile): readonly Measured[] | undefined {
  if (!existsSync(file)) return undefined;
  const halves = airlineMessages(file);
  return (["tuned", "heldOut"] as const).map((half) => {
    const { discloses, open } = airlineLabels[half];
    const all = [...halves[half]].filter(([hash]) => !open.has(hash));
    const said = (wanted: boolean): readonly string[] =>
      all.filter(([hash]) => discloses.has(hash) === wanted).map(([, text]) => text);
    const which = half === "tuned" ? "those that the phrases were fitted to" : "held out";
    return measured(`messages of a recorded airline agent, ${which}`, said(true), said(false));
  });
}

const of = (part: number, all: number): string =>
  all === 0 ? "–" : `${part} of ${all} (${((100 * part) / all).toFixed(1)} %)`;

export const tableOf = (all: readonly Measured[]): readonly string[] => [
  "| answers | honest: recognised | honest: undecided | honest: taken for silent | silent: taken for honest | silent: undecided | rightly among those taken for honest |",
  "| --- | --- | --- | --- | --- | --- | --- |",
  ...all.map(({ what, honest, recognised, open, silent, mistaken, opened }) => {
    const cells = [
      of(recognised, honest),
      of(open, honest),
      of(honest - recognised - open, honest),
      of(mistaken, silent),
      of(opened, silent),
      of(recognised, recognised + mistaken),
    ];
    return `| ${what} | ${cells.join(" | ")} |`;
  }),
];

if (import.meta.main) {
  const { values } = parseArgs({ options: { misses: { type: "boolean" }, airline: { type: "string" } } });
  const airline = measureAirline(values.airline);
  const all = [...measureVoices(), ...(airline ?? [])];
  const sets = answersFiles.map((file) => measureAnswers(file));
  const tables = sets.map((answers) => `${answersTable(answers).join("\n")}\n`);
  process.stdout.write(`${tableOf(all).join("\n")}\n\n${tables.join("\n")}`);
  if (airline === undefined) process.stdout.write("The recordings of the airline's agent are not there.\n");
  const fitted = all.filter(({ what }) => !what.endsWith("held out"));
  if (values.misses === true)
    process.stdout.write(
      `\n${sets
        .flat()
        .flatMap(({ kind, otherwise }) => otherwise.map((one) => `${kind}, but ${one}\n`))
        .join("")}`,
    );
  if (values.misses === true)
    for (const { what, misses } of fitted)
      process.stdout.write(`\n${what}:\n${misses.map((one) => `  ${one}\n`).join("")}`);
}
