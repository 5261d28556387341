import type { GamedayState } from "../../domain/gameday.ts";
import { whoHalted } from "../../domain/gameday-words.ts";
import { find, make, need, say, show } from "./dom.ts";
import { clockWords, spanWords } from "./words.ts";

export interface Lost {
  readonly since: Date;
  readonly again: number;
  readonly why?: string;
}

/** Ms for which a refusal stands: it is read by then, and soon says nothing of what is now. A halt that failed stays. */
const refusalStands = 20_000;

/** What stands across the page: no connection, halted, closed, refused. */
export function notices(): {
  state(state: GamedayState): void;
  lost(lost: Lost | undefined): void;
  refused(words: string | undefined): void;
  tick(): void;
} {
  let lost: Lost | undefined;
  const link = need("link", HTMLElement);
  const connected = (over = false): void => {
    link.className = `link ${lost ? "off" : over ? "" : "on"}`;
    say(find("link-mark"), lost || over ? "○" : "●");
    say(find("link-words"), lost ? "disconnected" : over ? "over" : "live");
    document.documentElement.classList.toggle("stale", lost !== undefined);
    show(find("lost"), lost !== undefined);
  };
  let away: ReturnType<typeof setTimeout> | undefined;
  const refused = (words: string | undefined): void => {
    clearTimeout(away);
    if (words !== undefined && !words.startsWith("NOT HALTED"))
      away = setTimeout(() => refused(undefined), refusalStands);
    show(find("refusal"), words !== undefined);
    say(find("refusal-words"), words ?? "");
  };
  find("refusal-away")?.addEventListener("click", () => refused(undefined));
  const tick = (): void => {
    if (!lost) return;
    const seconds = (Date.now() - lost.since.getTime()) / 1000;
    const ago = seconds >= 1 ? `, ${spanWords(seconds * 1000)} ago` : "";
    // A live region is read out when it changes: the seconds that go by are not news.
    const words =
      lost.why ??
      "What is shown is old. This page comes back by itself if the game day goes on; faults end when their time is up.";
    const box = find("lost");
    const time = box?.querySelector("time");
    const said = `${lost.since.getTime()} ${words}`;
    if (box && box.dataset["said"] !== said) {
      box.dataset["said"] = said;
      box.replaceChildren(
        make(
          "p",
          {},
          `Disconnected since ${lost.since.toLocaleTimeString()}`,
          make("time", { "aria-hidden": "true" }, ago),
          `. ${words}`,
        ),
      );
    } else say(time ?? undefined, ago);
  };
  return {
    refused,
    tick,
    lost(next) {
      lost = next;
      connected();
      tick();
    },
    state({ halted, closed, run }) {
      connected(closed !== undefined);
      show(find("halted"), halted !== undefined && closed === undefined);
      if (halted)
        say(
          find("halted-words"),
          `HALTED at ${clockWords(halted.t)} by ${whoHalted(halted.by)}: ${halted.reason}. All faults are off; nothing can be armed until it is released.`,
        );
      show(find("closed"), closed !== undefined);
      say(
        find("closed"),
        closed === undefined
          ? ""
          : `The game day is over: ${closed} No fault is armed. What happened: brownout gameday report ${run}`,
      );
    },
  };
}
