import type { GamedayState } from "../../domain/gameday.ts";
import { radiusWords, whatWhere } from "../../domain/gameday-words.ts";
import { find, keepList, make, say, show } from "./dom.ts";

export type Ready = GamedayState["ready"][number];

/** What may be armed, numbered for the keys; what is armed already is not offered again. */
export function readyList(arm: (ready: Ready) => void): {
  update(state: GamedayState): void;
  /** Counted from 1, as the page shows it. */
  at(number: number): Ready | undefined;
} {
  const into = find("ready");
  let offered: readonly Ready[] = [];
  if (!into) return { update: () => undefined, at: () => undefined };
  const list = keepList<Ready>(
    into,
    ({ injection }) => injection,
    (first) => {
      let one = first;
      const number = make("span", { class: "num" });
      const name = make("b", {}, first.injection);
      const words = make("p");
      const button = make("button", { type: "button" }, "Arm", make("span", { class: "vh" }, ` ${first.injection}`));
      button.addEventListener("click", () => arm(one));
      return {
        element: make("li", { class: "ready" }, number, make("div", {}, name, words), button),
        update(ready) {
          one = ready;
          const place = offered.indexOf(ready) + 1;
          number.replaceChildren(...(place <= 9 ? [make("kbd", {}, place)] : []));
          const planned = ready.radius ? ` · ${radiusWords(ready.radius)}` : "";
          say(words, `${whatWhere(ready)}${ready.phase ? ` · ${ready.phase}` : ""}${planned}`);
        },
      };
    },
  );
  return {
    update({ ready, armed }) {
      offered = ready.filter(({ injection }) => !armed.some((one) => one.injection === injection));
      list(offered);
      say(find("ready-n"), offered.length > 0 ? String(offered.length) : "");
      show(find("ready-none"), offered.length === 0);
    },
    at: (number) => offered[number - 1],
  };
}
