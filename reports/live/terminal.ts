import type { RunEvent } from "../../harness/domain/events.ts";
import type { Reporter } from "../../harness/domain/ports.ts";
import { routeWords } from "../documents/run-words.ts";
import { cleanLine } from "../text/clean.ts";
import { counted } from "../text/figures.ts";
import { painter } from "../text/paint.ts";
import { clip } from "../text/width.ts";
import { type ExperimentProgress, emptyProgress, type Progress, progressAfter } from "./progress.ts";

export interface LiveOptions {
  readonly write: (text: string) => void;
  readonly isTTY: boolean;
  readonly colour: boolean;
  readonly columns: number;
  /** What experiments are called, by id, where their titles do not tell them apart. */
  readonly titles?: ReadonlyMap<string, string>;
  /** By which route, in words; absent = as the run says. */
  readonly route?: string;
}

/** The status line is drawn again after each so many-th part of the run: enough to see it move, whatever its speed. */
const redraws = 400;
const eraseLine = "\r\u001b[2K";

/**
 * Tells how a run goes on. With a terminal: one status line that is drawn again, and a line for each finished experiment.
 * Without one: a plain line when an experiment begins and one when it ends. Events carry no outcomes, so that answers,
 * crashes and hangs are counted, and faults.
 */
export function liveTerminal({ write, isTTY, colour, columns, titles, route }: LiveOptions): Reporter {
  const paint = painter(colour);
  let progress: Progress = emptyProgress;
  let drawn = "";
  let drawnAt = -1;
  let unheld: string | undefined;

  const nameOf = (id: string): string => cleanLine(titles?.get(id) ?? progress.experiments.get(id)?.title ?? id);
  const erase = (): void => {
    if (drawn !== "") write(eraseLine);
    drawn = "";
  };
  const say = (text: string): void => {
    erase();
    write(`${text}\n`);
  };
  const draw = (): void => {
    const step = Math.max(1, Math.floor(progress.planned / redraws));
    if (drawnAt >= 0 && progress.done < progress.planned && progress.done < drawnAt + step) return;
    // One column stays free: a full last column makes some terminals wrap.
    const line = clip(statusLine(progress, nameOf), columns - 1);
    if (line === drawn) return;
    write(`${drawn === "" ? "" : eraseLine}${paint("dim", line)}`);
    drawn = line;
    drawnAt = progress.done;
  };
  const fit = (text: string): string => (isTTY ? clip(text, columns - 1) : text);

  const tell = (event: RunEvent, before: Progress): void => {
    if (event.type === "run-started") say(fit(startWords(event, route)));
    if (event.type === "isolation" && event.kind === "none" && event.reason !== unheld) {
      unheld = event.reason;
      say(paint("yellow", fit(`! isolation: none: ${cleanLine(unheld)}`)));
    }
    if (event.type === "trial-started" && !isTTY) {
      const { experiment } = event.trial;
      const now = progress.experiments.get(experiment);
      if (now?.started === 1 && before.experiments.get(experiment)?.started === 0) say(`▸ ${nameOf(experiment)}`);
    }
    if (event.type === "trial-failed")
      say(paint("red", fit(`! could not run ${cleanLine(event.trial)}: ${cleanLine(event.error)}`)));
    if (event.type === "experiment-aborted") {
      say(paint("yellow", fit(`■ ${nameOf(event.experiment)} aborted: ${cleanLine(event.reason)}`)));
    }
    if (progress === before) return;
    for (const [id, now] of progress.experiments) {
      if (now.finished && !before.experiments.get(id)?.finished && !now.aborted)
        say(fit(`${finishedWords(nameOf(id), now)} [${progress.done}/${progress.planned}]`));
    }
    if (event.type === "run-ended" && event.reason !== "finished") {
      // What failed is the last thing that the command says itself.
      const why = event.detail === undefined || event.reason === "failed" ? "" : `: ${cleanLine(event.detail)}`;
      say(
        paint(
          "yellow",
          fit(`Run ${event.reason} after ${progress.done} of ${counted(progress.planned, "trial")}${why}`),
        ),
      );
    }
  };

  return {
    onEvent(event) {
      const before = progress;
      progress = progressAfter(before, event);
      tell(event, before);
      if (!isTTY) return;
      if (event.type === "run-ended") erase();
      else if (event.type === "trial-started" || event.type === "trial-ended" || event.type === "trial-failed") draw();
    },
  };
}

const startWords = ({ run, trials, route }: Extract<RunEvent, { type: "run-started" }>, words?: string): string =>
  `Run ${cleanLine(run)}: ${counted(trials, "trial")}, ${words ?? routeWords(route, [])}`;

/** `19 answered · 1 crashed · 40 faults` */
const tallyWords = ({ ends, faults }: Pick<ExperimentProgress, "ends" | "faults">): string =>
  [
    ...Object.entries(ends)
      .filter(([, count]) => count > 0)
      .map(([end, count]) => `${count} ${end}`),
    counted(faults, "fault"),
  ].join(" · ");

function finishedWords(name: string, experiment: ExperimentProgress): string {
  const failed = experiment.failed === 0 ? "" : ` · ${experiment.failed} could not run`;
  return `• ${name}: ${counted(experiment.done, "trial")} · ${tallyWords(experiment)}${failed}`;
}

function statusLine({ done, planned, current, ends, faults }: Progress, nameOf: (id: string) => string): string {
  const share = planned === 0 ? 0 : done / planned;
  const bar = "█".repeat(Math.floor(share * 10)).padEnd(10, "░");
  const title = current === undefined ? "" : ` · ${nameOf(current)}`;
  return `${bar} ${done}/${planned} · ${tallyWords({ ends, faults })}${title}`;
}
