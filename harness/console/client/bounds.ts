import type { GamedayState } from "../../domain/gameday.ts";
import { figureWords } from "../../domain/gameday-words.ts";
import { find, keepList, make, need, say, show } from "./dom.ts";
import { boundWords } from "./words.ts";

type Bound = GamedayState["bounds"][number];

const words = { ok: "✓ ok", violated: "✗ violated", unsure: "? cannot tell" } as const;

const standing = ({ ok }: Bound): keyof typeof words => (ok === undefined ? "unsure" : ok ? "ok" : "violated");

/** Each bound with its figure: a mark, a word and a colour, so that it reads without any one of them. */
export function boundList(): (bounds: readonly Bound[]) => void {
  const list = keepList<Bound>(
    need("bounds", HTMLUListElement),
    ({ kind, name }) => `${kind} ${name}`,
    () => {
      const name = make("p");
      const value = make("span", { class: "v" });
      const limit = make("span", { class: "quiet" });
      const mark = make("span", { class: "mark" });
      const element = make("li", {}, name, make("p", {}, value, " ", limit), make("p", {}, mark));
      return {
        element,
        update(bound) {
          const now = standing(bound);
          element.className = now;
          say(name, bound.kind === "abort" ? `Abort condition: ${boundWords(bound.name)}` : boundWords(bound.name));
          say(value, bound.value === undefined ? "–" : figureWords(bound.name, bound.value));
          say(
            limit,
            `${bound.kind === "abort" ? "abort above" : "at most"} ${figureWords(bound.name, bound.atMost)} · n=${bound.n}`,
          );
          say(mark, words[now]);
        },
      };
    },
  );
  return (bounds) => {
    list(bounds);
    show(find("bounds-none"), bounds.length === 0);
  };
}
