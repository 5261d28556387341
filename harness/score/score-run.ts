import { createHash } from "node:crypto";
import type { RunEvent, TrialRecord } from "../domain/events.ts";
import type { Experiment } from "../domain/experiment.ts";
import type { IsolationTold } from "../domain/isolated.ts";
import type { JudgedTrial, RunReport } from "../domain/judgement.ts";
import { type Portion, scopesOf } from "./scopes.ts";
import { type ExperimentScorer, openScorer, plannedTrials } from "./score-experiment.ts";
import { singlePointsOf } from "./single-points.ts";
import type { ScoreTools } from "./tools.ts";
import { times } from "./words.ts";
import { worstVerdict } from "./worst-verdict.ts";

/** What a folded journal gives; the store's items fit it. */
export type ScoreItem =
  | { readonly kind: "run"; readonly started: Extract<RunEvent, { type: "run-started" }> }
  | { readonly kind: "experiment"; readonly experiment: Experiment; readonly planned?: number }
  | { readonly kind: "isolation"; readonly told: IsolationTold }
  | { readonly kind: "trial" | "unfinished"; readonly record: TrialRecord }
  | { readonly kind: "settled"; readonly trials: number }
  | { readonly kind: "aborted"; readonly experiment: string; readonly reason: string }
  | { readonly kind: "ended"; readonly reason: RunReport["ended"]; readonly detail?: string };

export interface ScoreRunOptions extends ScoreTools {
  /** Asked at the end, when everything has been read: what the readers of the journal had to leave out. */
  readonly warnings?: () => readonly string[];
  /** Told at the end what is kept of each experiment's pairs. */
  readonly portions?: (portions: readonly Portion[]) => void;
}

/**
 * Judges and scores a folded run in one pass, in memory that does not grow with the length of trials.
 * @throws {Error} if there is no run in it.
 */
export async function scoreRun(
  items: AsyncIterable<ScoreItem> | Iterable<ScoreItem>,
  options: ScoreRunOptions,
): Promise<RunReport> {
  const scorers = new Map<string, ExperimentScorer>();
  const planned = new Map<string, number>();
  const warnings: string[] = [];
  const strangers = new Set<string>();
  const unheld = new Set<string>();
  let underWay = 0;
  let settled: number | undefined;
  let started: Extract<RunEvent, { type: "run-started" }> | undefined;
  let ended: Extract<ScoreItem, { kind: "ended" }> = { kind: "ended", reason: "cut" };

  for await (const item of items) {
    switch (item.kind) {
      case "run":
        started ??= item.started;
        break;
      case "experiment":
        if (!scorers.has(item.experiment.id)) scorers.set(item.experiment.id, openScorer(item.experiment, options));
        // A resumed run names the experiment again.
        if (item.planned !== undefined)
          planned.set(item.experiment.id, Math.max(item.planned, planned.get(item.experiment.id) ?? 0));
        break;
      case "trial":
      case "unfinished": {
        const scorer = scorers.get(item.record.trial.experiment);
        if (!scorer) strangers.add(item.record.trial.experiment);
        else if (item.kind === "unfinished") underWay += 1;
        else take(scorer, item.record, options);
        break;
      }
      case "isolation": {
        const target = scorers.get(item.told.experiment)?.experiment.target.name;
        if (item.told.kind === "none" && target !== undefined)
          unheld.add(
            `isolation: none: ${item.told.reason}. What "${target}" calls past its variables and its proxy is neither blocked nor named.`,
          );
        break;
      }
      case "aborted":
        scorers.get(item.experiment)?.abort(item.reason);
        break;
      case "settled":
        settled = item.trials;
        break;
      case "ended":
        ended = item;
    }
  }
  if (!started)
    throw new Error("Cannot score this journal: it does not say that a run has begun. Give the journal of a run.");

  const wanted = settled ?? started.trials;
  const all = [...scorers.values()];
  const whole = all.reduce((sum, { experiment }) => sum + plannedTrials(experiment), 0) === started.trials;
  const seen = all.reduce((sum, scorer) => sum + scorer.seen(), 0);
  // Journals before `planned` say only how many trials the whole run has.
  const plannedFor = (scorer: ExperimentScorer): number =>
    planned.get(scorer.experiment.id) ?? (whole ? plannedTrials(scorer.experiment) : scorer.seen());
  const experiments = all.map((scorer) => scorer.finish(plannedFor(scorer)));
  const incomplete = seen < wanted || ended.reason !== "finished";

  if (ended.reason === "cut") warnings.push("The journal has no end: the run was killed, or is still going on.");
  else if (ended.reason !== "finished")
    warnings.push(`The run was ${ended.reason}${ended.detail === undefined ? "" : `: ${ended.detail}`}.`);
  if (underWay > 0) warnings.push(`${times(underWay, "trial was", "trials were")} under way when the run ended.`);
  if (seen + underWay < wanted)
    warnings.push(`${times(wanted - seen - underWay, "planned trial was", "planned trials were")} never begun.`);
  warnings.push(...unheld);
  for (const result of experiments) {
    const { experiment, trials, escaped } = result;
    if (trials.failed > 0) warnings.push(`${experiment.id}: ${times(trials.failed, "trial")} could not be run.`);
    if (escaped.length > 0)
      warnings.push(
        `${experiment.id}: calls to undeclared hosts were blocked: ${escaped.join(", ")}. Declare them in the system map.`,
      );
  }
  for (const scorer of all)
    warnings.push(...scorer.broken().map((why) => `${scorer.experiment.id}: ${why}. Its score was left out.`));
  for (const id of [...strangers].sort())
    warnings.push(`Trials of the experiment ${id} were left out: the journal does not hold the experiment.`);
  warnings.push(...(options.warnings?.() ?? []));
  options.portions?.(all.map(({ portion }) => portion));

  return {
    schema: 1,
    run: started.run,
    startedAt: started.at,
    command: started.command,
    brownout: started.brownout,
    route: started.route,
    ended: ended.reason,
    verdict: worstVerdict([
      ...experiments.map(({ verdict }) => verdict),
      ...(incomplete || experiments.length === 0 ? ["inconclusive" as const] : []),
    ]),
    experiments,
    ...runWords({ ...started, trials: wanted }, ended.reason),
    scopes: scopesOf(all.map(({ portion }) => portion)),
    singlePoints: singlePointsOf(all.map(({ portion }) => portion)),
    digest: digestOf(all),
    warnings,
  };
}

/** What the first line of the journal says of the run as a whole. */
function runWords(
  { plan, settings, trials }: Extract<RunEvent, { type: "run-started" }>,
  ended: RunReport["ended"],
): Pick<RunReport, "planned" | "shard" | "narrowed" | "only" | "resumable"> {
  const resumable = plan !== undefined && settings !== undefined && ended !== "finished" && ended !== "aborted";
  const part = {
    ...(settings?.only === undefined ? {} : { only: settings.only }),
    ...(settings?.narrowed === undefined ? {} : { narrowed: settings.narrowed }),
  };
  if (plan === undefined) return part;
  return {
    ...part,
    planned: { experiments: plan.experiments.length, trials },
    ...(plan.shard === undefined ? {} : { shard: plan.shard }),
    ...(resumable ? { resumable } : {}),
  };
}

function take(scorer: ExperimentScorer, record: TrialRecord, tools: ScoreTools): void {
  if (record.failed !== undefined) {
    scorer.fail(record, record.failed);
    return;
  }
  let judged: JudgedTrial;
  try {
    judged = tools.judge(record, scorer.experiment);
  } catch (error) {
    scorer.fail(record, error instanceof Error ? error.message : String(error));
    return;
  }
  scorer.add(judged);
}

function digestOf(scorers: readonly ExperimentScorer[]): string {
  const hash = createHash("sha256");
  const digests = scorers.flatMap((scorer) => [...scorer.digests()]);
  for (const [, digest] of digests.sort(([a], [b]) => (a < b ? -1 : 1)))
    if (digest !== undefined) hash.update(`${digest}\n`);
  return hash.digest("hex");
}
