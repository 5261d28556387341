import type { ExperimentResult } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { cleanLine } from "../text/clean.ts";
import { formatInterval, formatValue, isPrintable } from "../text/figures.ts";
import { painter, verdictMark, verdictStyle } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { clip, clipMiddle, displayWidth, padEnd } from "../text/width.ts";
import { hang } from "../text/wrap.ts";
import { unitFor } from "./claim-words.ts";
import { outcomeBar } from "./score-table.ts";

const barColumns = 8;
/** Columns that a title needs to be told from others. */
const readable = 30;
/** How much of the room the end of a title may take, the first that tells all apart. */
const tails = [0.5, 0.4, 0.3, 0.6, 0.7, 0.2];

/** Each experiment on one line: title, outcomes as a bar, and the claim that decided it with its interval and n. */
export function renderBriefTable(results: readonly ExperimentResult[], options: TextOptions): string {
  const paint = painter(options.colour);
  const figures = results.map(deciding);
  const room = options.width - 2 - 2 - barColumns - 2 - Math.max(...figures.map(displayWidth));
  const shown = shortTitles(
    results.map(({ experiment }) => experiment.title),
    room,
  );
  const rows = results.flatMap(({ verdict, experiment, outcomes }, index) => {
    const mark = paint(verdictStyle[verdict], `${verdictMark[verdict]} `);
    const bar = outcomeBar(outcomes.treatment, barColumns, paint);
    const figure = figures[index] ?? "";
    if (room < readable) return hang(mark, `${brief(experiment.title, 200)}: ${figure}`, options.width);
    return [`${mark}${padEnd(shown[index] ?? "", room)}  ${bar}  ${figure}`.trimEnd()];
  });
  if (room < readable) return rows.join("\n");
  const head = `  ${padEnd("experiment", room)}  ${padEnd("outcomes", barColumns)}  decided by`;
  return [paint("dim", head), ...rows].join("\n");
}

/** Titles that begin alike are told apart by their ends, where the agent is named: of these a middle is left out, one that is no difference. */
function shortTitles(given: readonly string[], room: number): readonly string[] {
  const titles = given.map((title) => brief(title, 200));
  const ways = [
    titles.map((title) => clip(title, room)),
    ...tails.map((share) => titles.map((title) => clipMiddle(title, room, share))),
  ];
  return titles.map((_, index) => {
    const alone = ways.find((shown) => shown.indexOf(shown[index] ?? "") === shown.lastIndexOf(shown[index] ?? ""));
    return (alone ?? ways[0])?.[index] ?? "";
  });
}

/** `hung-rate 100% [94–100%] n=60`: of the claims that decided the verdict the first; without a figure the verdict. */
function deciding({ claims, verdict }: ExperimentResult): string {
  const result = claims.find((one) => one.verdict === verdict) ?? claims[0];
  if (result === undefined || !isPrintable(result.estimate)) return verdict;
  const { claim, estimate } = result;
  const unit = unitFor(claim);
  return cleanLine(
    `${claim.probe} ${formatValue(estimate.value, unit)} [${formatInterval(estimate, unit)}] n=${estimate.n}`,
  );
}
