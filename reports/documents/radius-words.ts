import type { StepChange } from "../../harness/domain/align.ts";
import type { BlastRadiusResult } from "../../harness/domain/divergence.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";

const changes: Readonly<Record<StepChange, string>> = {
  same: "the same request and the same reply",
  request: "another request than in control",
  reply: "the same request, another reply than in control",
  extra: "a call that control did not make",
  missing: "a call that only control made",
};
export const changeWords = (change: StepChange): string => changes[change];

const shortChanges: Readonly<Record<StepChange, string>> = {
  same: "same",
  request: "another request",
  reply: "another reply",
  extra: "extra call",
  missing: "call missing",
};

/** Dependencies and bystanders that are named before the rest is counted. */
const named = 4;

/**
 * What the faults reached, in one sentence:
 * `traces part in 60 of 60 pairs, most often at tool:inventory.get_stock[1]#1 (another reply); beyond inventory: model (60 missing); …`
 */
export function radiusWords(radius: BlastRadiusResult): string {
  const { pairs, parted, where, faulted, beyond, bystanders, afterwards, rejoined, late } = radius;
  if (pairs === 0) return "";
  const [first] = where;
  const place = first === undefined ? "" : `, most often at ${first.address} (${shortChanges[first.change]})`;
  const slow = late === 0 ? "" : `; ${late} of ${pairs} ended much later`;
  if (parted === 0 && bystanders.length + afterwards.length === 0)
    return cleanLine(`every call of ${counted(pairs, "pair")} asked and got the same as in control${slow}`);
  const touched = beyond.map(
    ({ dependency, extra, missing, changed }) =>
      `${dependency} (${[
        ...(extra === 0 ? [] : [`${extra} extra`]),
        ...(missing === 0 ? [] : [`${missing} missing`]),
        ...(changed === 0 ? [] : [`${changed} changed`]),
      ].join(", ")})`,
  );
  const counts = (tasks: BlastRadiusResult["bystanders"]): string =>
    list(tasks.map(({ task, pairs: seen }) => `${task} (${seen})`));
  const parts = [
    `traces part in ${parted} of ${counted(pairs, "pair")}${place}`,
    ...(touched.length === 0
      ? parted === 0
        ? []
        : [`nothing beyond ${list(faulted)} was touched`]
      : [`beyond ${list(faulted)}: ${list(touched)}`]),
    ...(bystanders.length === 0 ? [] : [`bystanders touched: ${counts(bystanders)}`]),
    ...(afterwards.length === 0 ? [] : [`not as in control afterwards: ${counts(afterwards)}`]),
    ...(parted === 0 ? [] : [rejoined === 0 ? "never back together" : `back together in ${rejoined}`]),
    ...(late === 0 ? [] : [`${late} ended much later`]),
    ...changedWords(radius),
  ];
  return cleanLine(parts.join("; "));
}

function changedWords({ answerChanged, effectsChanged, outcomeChanged }: BlastRadiusResult): readonly string[] {
  const words = [
    ...(answerChanged === 0 ? [] : [`another answer in ${answerChanged}`]),
    ...(effectsChanged === 0 ? [] : [`other effects in ${effectsChanged}`]),
    ...(outcomeChanged === 0 ? [] : [`another outcome in ${outcomeChanged}`]),
  ];
  return words.length === 0 ? ["answers, effects and outcomes as in control"] : [words.join(", ")];
}

const list = (words: readonly string[]): string =>
  words.length <= named ? words.join(", ") : `${words.slice(0, named).join(", ")} and ${words.length - named} more`;
