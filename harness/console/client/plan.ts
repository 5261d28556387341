import type { GamedayState } from "../../domain/gameday.ts";
import { find, keepList, make, need, say, show } from "./dom.ts";
import { leftWords } from "./words.ts";

type Check = GamedayState["checklist"][number];
type Person = GamedayState["people"][number];

export interface PlanActs {
  check(item: string, done: boolean): void;
}

/** Of the phase that goes on; before the first one it is below all, and after the last one above. */
const indexOf = ({ phase, phases, timeline, closed }: GamedayState): number =>
  phase?.index ?? (closed !== undefined && timeline.some(({ what }) => what === "phase") ? phases.length : -1);

/** Phases, approvals, checklist and people. */
export function planCards(acts: PlanActs): { update(state: GamedayState): void; tick(now: number): void } {
  let state: GamedayState | undefined;
  const left = make("span", { class: "left" });
  const phases = keepList<{ readonly name: string; readonly index: number }>(
    need("phases", HTMLOListElement),
    ({ index, name }) => `${index} ${name}`,
    ({ name, index }) => {
      const element = make("li", {}, name, " ");
      return {
        element,
        update() {
          const now = state ? indexOf(state) : -1;
          element.className = index < now ? "done" : "";
          if (index === now) {
            element.setAttribute("aria-current", "step");
            element.append(left);
          } else element.removeAttribute("aria-current");
        },
      };
    },
  );
  const checklist = find("checklist");
  const checks =
    checklist &&
    keepList<Check>(
      checklist,
      ({ item }) => item,
      ({ item }) => {
        const box = make("input", { type: "checkbox" });
        const by = make("span", { class: "quiet" });
        box.addEventListener("change", () => acts.check(item, box.checked));
        return {
          element: make("li", {}, make("label", {}, box, item, " ", by)),
          update(check) {
            box.checked = check.done;
            say(by, check.by ? `(${check.by})` : "");
          },
        };
      },
    );
  const people = keepList<Person>(
    need("people", HTMLUListElement),
    ({ name }) => name,
    () => {
      const element = make("li");
      return {
        element,
        update(person) {
          element.className = person.here ? "" : "away";
          say(element, `${person.name}, ${person.role}${person.here ? "" : ", away"}`);
        },
      };
    },
  );
  return {
    update(next) {
      state = next;
      // Observers of a blind day see none, and operators have their button there.
      show(find("phases")?.closest("section") ?? undefined, next.phases.length > 0 || find("next") !== undefined);
      phases(next.phases.map((name, index) => ({ name, index })));
      const { expect } = next.phase ?? {};
      show(find("expect"), expect !== undefined);
      say(find("expect"), expect ? `Expected: ${expect}` : "");
      const following = next.phases[(next.phase?.index ?? -1) + 1];
      const button = find("next");
      if (button instanceof HTMLButtonElement) {
        button.disabled = next.closed !== undefined;
        const words =
          next.closed !== undefined
            ? "The game day is over"
            : following === undefined
              ? "End the game day"
              : `Next: ${following}`;
        if (button.dataset["words"] !== words) {
          button.dataset["words"] = words;
          button.replaceChildren(`${words} `, make("kbd", {}, "⇧N"));
        }
      }
      const { needed, given } = next.approvals;
      show(find("approvals-card"), needed > 0);
      show(find("approve"), given.length < needed);
      say(find("approvals-n"), `${given.length} of ${needed}`);
      say(
        find("approvals-given"),
        given.length > 0 ? given.join(", ") : "Nobody has approved yet; no fault can be armed before.",
      );
      checks?.(next.checklist);
      show(find("checklist-card"), next.checklist.length > 0);
      say(find("checklist-n"), `${next.checklist.filter(({ done }) => done).length} of ${next.checklist.length}`);
      people(next.people);
    },
    tick(now) {
      const until = state?.phase?.until;
      say(left, until === undefined ? "" : until > now ? `${leftWords(until - now)} left` : "time is up");
    },
  };
}
