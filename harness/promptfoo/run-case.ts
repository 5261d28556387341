import { relative } from "node:path";
import { renderTimeline } from "../../reports/documents/timeline.ts";
import type { Io } from "../cli/io.ts";
import { performRun } from "../cli/perform-run.ts";
import type { Case, CaseResult } from "./case.ts";
import { experimentOf } from "./case-experiment.ts";
import { measure } from "./measure.ts";

const width = 110;

/**
 * Performs one control and one treatment trial of a case, through the whole pipe, and tells what became of them.
 * While it runs, the process's timers and `fetch` are not its own: never in promptfoo's process, never two at once.
 * @throws {InvalidInput} if the case names something that does not exist. @throws {Error} if the trials could not be run.
 */
export async function runCase(asked: Case, cwd: string, signal: AbortSignal): Promise<CaseResult> {
  const io: Io = {
    cwd,
    env: process.env,
    isTTY: false,
    columns: width,
    colour: false,
    out: () => undefined,
    err: () => undefined,
    signal,
  };
  const experiment = await experimentOf(asked, cwd);
  const command = ["brownout", "run", relative(cwd, experiment.file)];
  const { report, folder } = await performRun(
    [experiment],
    { route: asked.route, concurrency: 1, out: asked.out, command, quiet: true },
    io,
  );
  const [result] = report.experiments;
  const pair = result?.examples[0];
  if (!result || !pair) {
    const why = [...(result?.reasons ?? []), ...report.warnings].join("; ") || `the run ${report.ended}`;
    throw new Error(`Cannot judge ${asked.task}: no pair of trials was finished. ${why}. Journal: ${folder}`);
  }
  const { treatment, control } = pair;
  const { primary } = treatment;
  const task = experiment.tasks[0];
  const usage = primary.record.calls.flatMap(({ ended }) => (ended?.usage ? [ended.usage] : []));
  return {
    question: task?.prompt ?? "",
    answer: primary.record.ended?.answer ?? "",
    outcome: primary.outcome,
    controlOutcome: control.primary.outcome,
    reasons: [...primary.reasons],
    doubts: [
      ...(control.primary.outcome === "correct"
        ? []
        : [`without any fault the outcome is ${control.primary.outcome}: ${control.primary.reasons.join("; ")}`]),
      ...(asked.injection && !primary.exposed
        ? [`${asked.injection.fault} never fired: the agent made no such call to ${asked.injection.into}`]
        : []),
    ],
    silent: primary.silent,
    ...measure(treatment, control, task),
    timeline: renderTimeline(treatment, control, { width, colour: false }),
    journal: relative(cwd, folder),
    reproduce: command.join(" "),
    took: primary.record.ended?.t ?? experiment.deadline,
    usage: {
      inputTokens: usage.reduce((sum, { inputTokens }) => sum + inputTokens, 0),
      outputTokens: usage.reduce((sum, { outputTokens }) => sum + outputTokens, 0),
      modelCalls: primary.record.calls.filter(({ started }) => started.boundary === "model").length,
    },
  };
}
