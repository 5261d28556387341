import type { ArmDetail, PairDetail } from "../shape.ts";
import { make } from "./dom.ts";
import { outcomeChip } from "./words.ts";

/** What was asked, and what each arm answered, did and showed. */
export function conversation(pair: PairDetail, pictures: Readonly<Record<string, string>>): HTMLElement {
  const [last, ...earlier] = pair.asked.toReversed();
  return make(
    "div",
    { class: "conv" },
    last !== undefined &&
      earlier.length === 0 &&
      make("div", { class: "asked" }, make("p", { class: "ah" }, "Asked"), quote(last)),
    make(
      "div",
      { class: "arms2" },
      armColumn("Under faults", pair.here, pair.usual, pictures, earlier.length > 0 ? last : undefined),
      armColumn("In control", pair.usual, pair.here, pictures, earlier.length > 0 ? last : undefined),
    ),
  );
}

const quote = (text: string, kind = ""): HTMLElement => make("blockquote", { class: kind }, text);

function armColumn(
  title: string,
  arm: ArmDetail,
  other: ArmDetail,
  pictures: Readonly<Record<string, string>>,
  lastAsked: string | undefined,
): HTMLElement {
  const { outcome, silent, disclosed, undecided, reasons, turns, answer, error, effects, grades, screenshot } = arm;
  const warns =
    undecided !== undefined
      ? `undecided: ${undecided}`
      : silent
        ? "nothing in the answer warns of it"
        : disclosed && outcome !== "correct"
          ? "the answer says so"
          : "";
  return make(
    "div",
    { class: "arm" },
    make("p", { class: "ah" }, title, " ", outcomeChip(outcome)),
    warns !== "" && make("p", { class: silent ? "bad" : "quiet" }, warns),
    reasons.length > 0 &&
      make(
        "ul",
        { class: "why" },
        reasons.map((reason) => make("li", {}, reason)),
      ),
    turns.map((said) => [quote(said.prompt, "user"), quote(said.answer, "agent")]),
    lastAsked !== undefined && quote(lastAsked, "user"),
    answer !== undefined && quote(answer, answer === other.answer ? "agent" : "agent differs"),
    answer === undefined && make("p", { class: "bad" }, error === undefined ? `no answer: ${arm.end}` : error),
    effects.length > 0 && make("p", {}, make("b", {}, "committed: "), effects.join("; ")),
    effects.length === 0 && other.effects.length > 0 && make("p", {}, make("b", {}, "committed: "), "nothing"),
    grades.length > 0 &&
      make(
        "ul",
        { class: "why" },
        grades.map((grade) => make("li", {}, grade)),
      ),
    screenshot !== undefined && picture(screenshot, title, pictures),
  );
}

function picture(path: string, title: string, pictures: Readonly<Record<string, string>>): HTMLElement {
  const data = pictures[path];
  return data === undefined
    ? make("p", {}, make("a", { href: path }, "the page as it was left"), " (beside this file)")
    : make("img", {
        class: "shot",
        alt: `The page as it was left, ${title.toLowerCase()}`,
        src: `data:image/png;base64,${data}`,
      });
}
