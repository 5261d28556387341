import type { Step } from "../../harness/domain/align.ts";
import { type Divergence, divergenceOf, stepsOf } from "../../harness/domain/divergence.ts";
import { formatDuration } from "../../harness/domain/duration.ts";
import type { JudgedTrial } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";
import { type Paint, painter } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { clip } from "../text/width.ts";
import { hang } from "../text/wrap.ts";
import { foldSteps } from "./beside-fold.ts";
import { besideColumns, stepLines } from "./beside-step.ts";
import { changeWords } from "./radius-words.ts";
import { timelineEnd } from "./timeline-end.ts";
import { requestOf } from "./timeline-entries.ts";

/** Something in a trial that a statement rests on. Without an address it is about the answer or the trial as a whole. */
export interface Mark {
  readonly address?: string;
  /** Trial time, ms. */
  readonly t?: number;
  readonly arm?: "control" | "treatment";
  readonly detail: string;
}

const margin = 10;
const indent = " ".repeat(margin);
/** Longest question that is shown, in columns. */
const longestQuestion = 240;

/**
 * Both arms of a pair, call by call: what the client saw here and in control, which faults fired, where the traces part and come
 * back together, and ◆ what a statement rests on. Calls as in control are left out where nothing is near.
 */
export function renderBeside(
  treatment: JudgedTrial,
  control: JudgedTrial,
  marks: readonly Mark[],
  options: TextOptions,
): string {
  const paint = painter(options.colour);
  const { width } = options;
  const divergence = divergenceOf(treatment, control);
  const steps = stepsOf(treatment, control);
  const marksAt = ({ address }: Step): readonly Mark[] => marks.filter((mark) => mark.address === address);
  const primary = treatment.primary.record.task;
  const later = new Set(
    [treatment, control].flatMap(({ afterwards = [] }) => afterwards.map(({ record }) => record.task)),
  );
  const shown = [...Map.groupBy(steps, ({ task }) => task)].filter(
    ([task, own]) =>
      task === primary ||
      [...divergence.bystanders, ...divergence.afterwards].includes(task) ||
      own.some((step) => marksAt(step).length > 0),
  );
  const columns = besideColumns(
    shown.flatMap(([, own]) => own),
    width,
  );
  const first = treatment.primary.record.calls[0];
  const asked = first?.started.boundary === "model" ? requestOf(first) : "";
  const traceLines = (own: readonly Step[]): readonly string[] =>
    foldSteps(own, (step) => marksAt(step).length > 0).flatMap((piece) => {
      if (piece.kind === "cut") return [paint("dim", `${indent}${cutWords(piece.count, piece.alike)}`)];
      return [
        ...stepLines(piece.step, piece.before, asked, columns, width, paint),
        ...marksAt(piece.step).flatMap((mark) => markLines(mark, width, paint)),
        ...turningPoint(piece.step, divergence, width, paint),
      ];
    });
  const placed = new Set(shown.flatMap(([, own]) => own.map(({ address }) => address)));
  return [
    ...(asked === "" ? [] : hang(`${indent}asked     `, clip(asked, longestQuestion), width)),
    ...(treatment.primary.record.calls.length === 0 ? [`${indent}no call was made`] : []),
    ...shown.flatMap(([task, own]) => [
      ...(task === primary
        ? []
        : hang(`${indent}${later.has(task) ? "afterwards" : "bystander"} `, brief(task), width).map((line) =>
            paint("bold", line),
          )),
      ...traceLines(own),
    ]),
    ...(divergence.parted
      ? []
      : turn(
          divergence.late
            ? "the same calls with the same replies as in control, only later"
            : "the same calls with the same replies as in control",
          width,
          paint,
        )),
    ...marks
      .filter(({ address }) => address === undefined || !placed.has(address))
      .flatMap((mark) => markLines(mark, width, paint)),
    ...timelineEnd(treatment, control, width, margin, paint),
  ].join("\n");
}

const cutWords = (count: number, alike: boolean): string =>
  alike
    ? `… ${counted(count, "call as in control", "calls as in control")} …`
    : `… ${counted(count, "more call", "more calls")} …`;

function turningPoint(step: Step, { parted, rejoined }: Divergence, width: number, paint: Paint): readonly string[] {
  const same = (other: Step | undefined): boolean => other?.address === step.address && other.task === step.task;
  if (same(parted)) return turn(`the traces part here: ${changeWords(step.change)}`, width, paint);
  return same(rejoined) ? turn("from here on everything is as in control again", width, paint) : [];
}

const turn = (text: string, width: number, paint: Paint): readonly string[] =>
  hang(`${indent}╌╌ `, text, width).map((line) => paint("cyan", line));

function markLines({ address, t, arm, detail }: Mark, width: number, paint: Paint): readonly string[] {
  const where = address === undefined && t !== undefined ? `at ${formatDuration(t)}: ` : "";
  const side = arm === "control" ? "in control: " : "";
  return hang(`${indent}◆ `, `${side}${where}${brief(detail)}`, width).map((line) => paint("bold", line));
}
