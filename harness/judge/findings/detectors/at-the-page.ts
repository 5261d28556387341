import { formatDuration } from "../../../domain/duration.ts";
import { isBlank, type Visit, visitOf } from "../../../domain/visit.ts";
import { at, type Case, type Sign } from "../case.ts";
import type { Detectors } from "./detectors.ts";

/** Both visits, where a fault struck this one: what the page does without any fault is not the fault's doing. */
const visits = ({ here, usual, hit }: Case): readonly [here: Visit, usual: Visit] | undefined => {
  const [struck, calm] = [visitOf(here.record), visitOf(usual.record)];
  return struck && calm && hit.length > 0 ? [struck, calm] : undefined;
};

const sign = (given: Case, visit: Visit, detail: string): readonly Sign[] => [
  { ...at(given.hit.at(-1)), detail: visit.screenshot === undefined ? detail : `${detail} (${visit.screenshot})` },
];

export const atThePage = {
  "spinner-never-ends": (given) => {
    const [here, usual] = visits(given) ?? [];
    if (!here?.view.busy || usual?.view.busy !== false) return [];
    const end = given.here.record.ended?.t ?? here.settled;
    return sign(
      given,
      here,
      `it still turned when the page was left, ${formatDuration(end - here.asked)} after the question`,
    );
  },

  "blank-on-error": (given) => {
    const [here, usual] = visits(given) ?? [];
    if (!here || !usual || !isBlank(here.view) || isBlank(usual.view)) return [];
    return sign(given, here, "neither an answer nor an error stood in the page, and nothing turned");
  },

  "double-answer": (given) => {
    const [here, usual] = visits(given) ?? [];
    const [count, usually] = [here?.view.answers.length ?? 0, Math.max(1, usual?.view.answers.length ?? 0)];
    return here && count > usually
      ? sign(given, here, `${count} answers stood in the page; without the fault ${usually}`)
      : [];
  },

  "duplicate-submission": (given) => {
    const [here, usual] = visits(given) ?? [];
    const [count, usually] = [here?.view.questions, usual?.view.questions];
    return here && count !== undefined && usually !== undefined && count > Math.max(1, usually)
      ? sign(given, here, `the question stood ${count} times in the page; without the fault ${usually}`)
      : [];
  },
} satisfies Detectors;
