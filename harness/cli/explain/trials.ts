import { brief } from "../../../reports/text/brief.ts";
import { cleanLine } from "../../../reports/text/clean.ts";
import { counted } from "../../../reports/text/figures.ts";
import type { TrialRecord } from "../../domain/events.ts";
import type { JudgedTrial } from "../../domain/judgement.ts";
import { type Arm, outcomes } from "../../domain/vocabulary.ts";
import type { RunItem } from "../../store/index.ts";

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

/** Told of a journal while it is read for the report: it is read once for both. */
export interface TrialList {
  readonly onItem: (item: RunItem) => void;
  readonly onJudged: (trial: JudgedTrial) => void;
  /** The ids of all trials, without the arm, each once. */
  pairs(): readonly string[];
  /** Every trial by its id, the worst outcomes first. @param experiment the only one whose trials are listed */
  list(run: string, experiment: string | undefined): string;
}

export function openTrialList(): TrialList {
  const rows = new Map<string, Row>();
  const experiments = new Set<string>();
  const rowOf = ({ trial: { pair, experiment } }: TrialRecord): Row => {
    const row = rows.get(pair) ?? { pair, experiment, said: {}, fired: 0, weight: -1 };
    rows.set(pair, row);
    return row;
  };
  return {
    onItem(item) {
      if (item.kind === "experiment") experiments.add(item.experiment.id);
      if (item.kind !== "trial" && item.kind !== "unfinished") return;
      const { record } = item;
      const { arm } = record.trial;
      const row = rowOf(record);
      row.said[arm] =
        item.kind === "unfinished"
          ? "not finished"
          : record.failed === undefined
            ? "could not be judged"
            : "could not be run";
      if (arm !== "treatment") return;
      row.fired = 0;
      for (const { calls } of record.performances) for (const { faults } of calls) row.fired += faults.length;
    },
    onJudged({ record, primary: { outcome, undecided } }) {
      const row = rowOf(record);
      const { arm } = record.trial;
      row.said[arm] = undecided === undefined ? outcome : "undecided";
      if (arm === "treatment") row.weight = outcomes.indexOf(outcome);
    },
    pairs: () => [...rows.keys()],
    list(run, experiment) {
      const all = [...rows.values()]
        .filter((row) => experiments.has(row.experiment) && (experiment === undefined || row.experiment === experiment))
        .sort((a, b) => b.weight - a.weight || (a.pair < b.pair ? -1 : 1));
      return listed(run, all, experiment === undefined ? all.slice(0, most) : all);
    },
  };
}

function listed(run: string, rows: readonly Row[], shown: readonly Row[]): string {
  // Of a night they are more than a call may have arguments.
  const width = shown.reduce((widest, { pair }) => Math.max(widest, pair.length), 0);
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
