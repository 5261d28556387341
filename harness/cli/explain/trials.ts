import { brief } from "../../../reports/text/brief.ts";
import { cleanLine } from "../../../reports/text/clean.ts";
import { counted } from "../../../reports/text/figures.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { type Arm, outcomes } from "../../domain/vocabulary.ts";
import { judgeTrial } from "../../judge/index.ts";
import { foldTrials, readBatches } from "../../store/index.ts";

/** Lines without `--experiment`. */
const most = 100;

/** Both arms of one pair, as the judge has them by themselves. */
interface Row {
  readonly pair: string;
  readonly experiment: string;
  readonly said: Partial<Record<Arm, string>>;
  fired: number;
  weight: number;
}

/** The ids of all trials of a journal, without the arm, each once. */
export async function pairsOf(journal: string): Promise<readonly string[]> {
  const pairs = new Set<string>();
  for await (const item of foldTrials(readBatches(journal)))
    if (item.kind === "trial" || item.kind === "unfinished") pairs.add(item.record.trial.pair);
  return [...pairs];
}

/** Every trial by its id, the worst outcomes first. */
export async function listTrials(run: string, journal: string, experiment: string | undefined): Promise<string> {
  const rows = await rowsOf(journal, experiment);
  const shown = experiment === undefined ? rows.slice(0, most) : rows;
  const width = Math.max(0, ...shown.map(({ pair }) => pair.length));
  const lines = shown.map(({ pair, said, fired }) => {
    const control = said.control === undefined ? "" : `, control ${said.control}`;
    return `${cleanLine(pair).padEnd(width)}  ${said.treatment ?? "not run"}${control}, ${counted(fired, "fault")} fired`;
  });
  return [
    counted(rows.length, "trial"),
    ...lines,
    ...(shown.length < rows.length ? [`… and ${rows.length - shown.length} more: add --experiment and its id.`] : []),
    "",
    `The events of one: brownout explain ${brief(run, 60)} ${cleanLine(shown[0]?.pair ?? "TRIAL")}`,
    "",
  ].join("\n");
}

async function rowsOf(journal: string, only: string | undefined): Promise<readonly Row[]> {
  const experiments = new Map<string, Experiment>();
  const rows = new Map<string, Row>();
  for await (const item of foldTrials(readBatches(journal))) {
    if (item.kind === "experiment") experiments.set(item.experiment.id, item.experiment);
    if (item.kind !== "trial" && item.kind !== "unfinished") continue;
    const { record } = item;
    const { pair, arm, experiment: name } = record.trial;
    const experiment = experiments.get(name);
    if (experiment === undefined || (only !== undefined && name !== only)) continue;
    const row = rows.get(pair) ?? { pair, experiment: name, said: {}, fired: 0, weight: -1 };
    rows.set(pair, row);
    if (item.kind === "unfinished") row.said[arm] = "not finished";
    else if (record.failed !== undefined) row.said[arm] = "could not be run";
    else {
      const { outcome, undecided } = judgeTrial(record, experiment).primary;
      row.said[arm] = undecided === undefined ? outcome : "undecided";
      if (arm === "treatment") row.weight = outcomes.indexOf(outcome);
    }
    if (arm === "treatment")
      row.fired = record.performances.flatMap(({ calls }) => calls.flatMap(({ faults }) => faults)).length;
  }
  return [...rows.values()].sort((a, b) => b.weight - a.weight || (a.pair < b.pair ? -1 : 1));
}
