import type { GamedayState } from "../../domain/gameday.ts";
import { momentWords } from "../../domain/gameday-words.ts";
import { make, need } from "./dom.ts";
import { clockWords } from "./words.ts";

type Moment = GamedayState["timeline"][number];

/** Lines that are shown; the rest is in the journal. */
const most = 300;

const lineOf = (moment: Moment): HTMLElement => {
  const { head, rest, mood } = momentWords(moment);
  return make(
    "li",
    { class: mood },
    make("time", {}, clockWords(moment.t)),
    make("span", { class: "said" }, make("b", {}, head), rest === "" ? "" : ` ${rest}`),
  );
};

/** What happened, newest first. A state holds the whole list again: lines that are there already stay. */
export function logList(): (timeline: readonly Moment[]) => void {
  const into = need("log", HTMLOListElement);
  let shown: string[] = [];
  return (timeline) => {
    const moments = timeline.slice(-most);
    const keys = moments.map((moment) => JSON.stringify(moment));
    const from = shown.length === 0 ? 0 : keys.indexOf(shown.at(-1) ?? "") + 1;
    const follows = shown.length > 0 && from > 0;
    if (!follows) into.replaceChildren();
    for (const moment of follows ? moments.slice(from) : moments) into.prepend(lineOf(moment));
    while (into.children.length > most) into.lastElementChild?.remove();
    shown = keys;
  };
}
