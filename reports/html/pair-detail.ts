import type { Step } from "../../harness/domain/align.ts";
import { divergenceOf, stepsOf } from "../../harness/domain/divergence.ts";
import type { CallRecord } from "../../harness/domain/events.ts";
import type { Judged, ShownFinding } from "../../harness/domain/judgement.ts";
import type { Pair } from "../../harness/domain/pair.ts";
import { visitOf } from "../../harness/domain/visit.ts";
import { effectWords, endingWords, replyWords, requestWords } from "../documents/call-words.ts";
import { changeWords } from "../documents/radius-words.ts";
import { cleanBlock, cleanLine } from "../text/clean.ts";
import type { ArmDetail, CallDetail, PairDetail, StepDetail } from "./shape.ts";

/** Longest texts, in characters: what a call asked or got, what a person reads, and a line of a list. */
const longest = { call: 400, answer: 3000, line: 300 } as const;
/** Calls that are shown of a runaway trial, from its beginning and from its end. */
const kept = { head: 80, tail: 40 } as const;

const short = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most)}…`.toWellFormed();
const line = (text: string): string => short(cleanLine(text), longest.line);
const prose = (text: string): string => short(cleanBlock(text.slice(0, longest.answer + 1)).trim(), longest.answer);

/** A pair as the page shows it. */
export function pairDetail({ treatment, control, experiment }: Pair, shown: readonly ShownFinding[]): PairDetail {
  const divergence = divergenceOf(treatment, control);
  const primary = treatment.primary.record.task;
  const all = stepsOf(treatment, control).filter(
    ({ task, change, here }) =>
      task === primary ||
      [...divergence.bystanders, ...divergence.afterwards].includes(task) ||
      change !== "same" ||
      here?.faults.length,
  );
  const long = all.length > kept.head + kept.tail + 1;
  const steps = long ? [...all.slice(0, kept.head), ...all.slice(-kept.tail)] : all;
  const placeOf = (step: Step | undefined): number =>
    step === undefined ? -1 : steps.findIndex(({ address, task }) => address === step.address && task === step.task);
  const [parted, rejoined] = [placeOf(divergence.parted), placeOf(divergence.rejoined)];
  const task = experiment.tasks.find(({ id }) => id === primary);
  return {
    treatment: cleanLine(treatment.record.trial.id),
    control: cleanLine(control.record.trial.id),
    experiment: cleanLine(experiment.id),
    task: line(primary),
    asked: task ? [...(task.earlier ?? []).map(({ prompt }) => prompt), task.prompt].map(prose) : [],
    here: armDetail(treatment.primary),
    usual: armDetail(control.primary),
    steps: steps.map((step) => stepDetail(step, primary)),
    ...(long ? { cut: { before: kept.head, count: all.length - kept.head - kept.tail } } : {}),
    ...(parted < 0 ? {} : { parted }),
    ...(rejoined < 0 ? {} : { rejoined }),
    parting: divergence.parted
      ? changeWords(divergence.parted.change)
      : divergence.late
        ? "the same calls with the same replies as in control, only later"
        : "the same calls with the same replies as in control",
    shown: shown.flatMap(({ code, signs }) =>
      signs.slice(0, 5).map(({ address, detail }) => {
        const step = steps.findIndex((one) => one.address === address);
        return { code: cleanLine(code), ...(step < 0 ? {} : { step }), detail: line(detail) };
      }),
    ),
    bystanders: othersBeside(treatment.bystanders, control.bystanders),
    afterwards: othersBeside(treatment.afterwards ?? [], control.afterwards ?? []),
    escaped: [...new Set(treatment.record.escaped.map(({ host }) => line(host)))].slice(0, 10),
    restarts: (treatment.record.restarts ?? [])
      .slice(0, 10)
      .map(({ ended, error }) => line(error === undefined ? ended : `${ended}, and it did not come back: ${error}`)),
  };
}

const othersBeside = (here: readonly Judged[], usual: readonly Judged[]): PairDetail["bystanders"] =>
  here.map(({ record, outcome, reasons }) => {
    const twin = usual.find((one) => one.record.task === record.task);
    return {
      task: line(record.task),
      here: outcome,
      ...(twin ? { usual: twin.outcome } : {}),
      reasons: reasons.slice(0, 3).map(line),
    };
  });

function armDetail({ outcome, silent, disclosed, undecided, reasons, record }: Judged): ArmDetail {
  const { ended, turns = [], graded } = record;
  const screenshot = visitOf(record)?.screenshot;
  return {
    ...{ outcome, silent, disclosed },
    ...(undecided === undefined ? {} : { undecided: line(undecided) }),
    reasons: reasons.slice(0, 6).map(line),
    end: ended?.end ?? "unfinished",
    ...(ended ? { t: ended.t } : {}),
    turns: turns.map(({ prompt, answer }) => ({ prompt: prose(prompt), answer: prose(answer) })),
    ...(ended?.answer === undefined ? {} : { answer: prose(ended.answer) }),
    ...(ended?.error === undefined ? {} : { error: prose(ended.error) }),
    effects: (ended?.effects ?? []).slice(0, 20).map((effect) => line(effectWords(effect))),
    grades: (graded?.grades ?? [])
      .slice(0, 20)
      .map(({ assertion, pass, reason }) =>
        line(`${pass === undefined ? "?" : pass ? "✓" : "✗"} ${assertion}: ${reason}`),
      ),
    ...(screenshot === undefined ? {} : { screenshot }),
  };
}

function stepDetail({ task, address, change, here, usual }: Step, primary: string): StepDetail {
  const boundary = (here ?? usual)?.started.boundary ?? "tool";
  return {
    ...(task === primary ? {} : { task: line(task) }),
    ...{ address: line(address), boundary, change },
    ...(here ? { here: callDetail(here, undefined) } : {}),
    ...(usual ? { usual: callDetail(usual, change === "same" ? here : undefined) } : {}),
  };
}

/** `twin`: a call that asked the same and got the same. */
function callDetail(call: CallRecord, twin: CallRecord | undefined): CallDetail {
  const { started, ended, faults } = call;
  const result = endingWords(call);
  const [request, reply] = twin ? ["", ""] : [requestWords(call), replyWords(call)].map((t) => short(t, longest.call));
  return {
    from: started.t,
    ...(ended ? { to: ended.t } : {}),
    result,
    good: /^2\d\d( in context)?$|^answered$/.test(result),
    ...(request ? { request } : {}),
    ...(reply ? { reply } : {}),
    faults: faults.map(({ t, fault, note }) => ({ t, fault: line(fault), note: line(note) })),
  };
}
