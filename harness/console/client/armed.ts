import type { ArmedNow } from "../../domain/gameday.ts";
import { radiusWords, shareWords } from "../../domain/gameday-words.ts";
import { find, keepList, make, say, show } from "./dom.ts";
import { leftWords, spanWords } from "./words.ts";

export interface ArmedActs {
  /** Absent for observers. */
  readonly disarm?: (injection: string) => void;
  readonly change?: (armed: ArmedNow) => void;
}

/** What is armed, each with the time that it has left; `tick` moves the clocks on. */
export function armedList(acts: ArmedActs): {
  update(armed: readonly ArmedNow[]): void;
  tick(now: number): void;
} {
  const clocks = new Map<string, (now: number) => void>();
  const into = find("armed");
  if (!into) return { update: () => undefined, tick: () => undefined };
  const list = keepList<ArmedNow>(
    into,
    ({ injection }) => injection,
    (first) => {
      let one = first;
      const left = make("p", { class: "left" });
      const meter = make("i");
      const facts = make("p", { class: "facts" });
      const what = make("p");
      const name = make("h3", {}, first.injection);
      const { disarm, change } = acts;
      const buttons: HTMLElement[] = [];
      if (disarm) {
        const off = make(
          "button",
          { type: "button", class: "off" },
          "Disarm",
          make("span", { class: "vh" }, ` ${first.injection}`),
        );
        off.addEventListener("click", () => disarm(one.injection));
        buttons.push(off);
      }
      if (change) {
        const other = make(
          "button",
          { type: "button", class: "change" },
          "Change",
          make("span", { class: "vh" }, ` ${first.injection}`),
        );
        other.addEventListener("click", () => change(one));
        buttons.push(other);
      }
      const element = make(
        "li",
        { class: "armed" },
        make("div", {}, name, what),
        left,
        make("div", { class: "meter", "aria-hidden": "true" }, meter),
        facts,
        buttons.length > 0 && make("div", { class: "acts" }, buttons),
      );
      const tick = (now: number): void => {
        const rest = one.until - now;
        say(left, leftWords(rest));
        const whole = Math.max(1, one.until - one.since);
        meter.style.width = `${Math.min(100, Math.max(0, (rest / whole) * 100)).toFixed(1)}%`;
      };
      clocks.set(first.injection, tick);
      return {
        element,
        update(armed) {
          one = armed;
          clocks.set(armed.injection, tick);
          say(what, armed.description);
          const { radius } = armed;
          const at = armed.dependencies.length > 0 ? `at ${armed.dependencies.join(", ")} · ` : "";
          const only = radius.headers
            ? ` · only ${Object.entries(radius.headers)
                .map(([key, value]) => `${key}: ${value}`)
                .join(", ")}`
            : "";
          say(
            facts,
            `${at}${shareWords(radius.share)} of calls${only} · fired ${armed.fired} of ${radius.cap} · by ${armed.by}, for ${spanWords(radius.for)}`,
          );
          element.title = radiusWords(radius);
        },
      };
    },
  );
  return {
    update(armed) {
      list(armed);
      for (const name of clocks.keys()) if (!armed.some(({ injection }) => injection === name)) clocks.delete(name);
      say(find("armed-n"), armed.length > 0 ? String(armed.length) : "");
      show(find("armed-none"), armed.length === 0);
    },
    tick(now) {
      for (const tick of clocks.values()) tick(now);
    },
  };
}
