import type { PageIndex, PairDetail } from "../shape.ts";
import { conversation } from "./conversation.ts";
import { make } from "./dom.ts";
import { waterfall } from "./waterfall.ts";
import { outcomeChip, shellQuoted, trialHash } from "./words.ts";

/** One pair as a whole. `linked`: it stands inside of something else, and can be opened by itself. */
export function pairView(pair: PairDetail, index: PageIndex, linked: boolean): HTMLElement {
  const experiment = index.experiments.find(({ id }) => id === pair.experiment);
  const titleOf = (code: string): string => (index.findings[code] ?? code).replace(/^\d+\. /, "");
  const placeless = pair.shown.filter(({ step }) => step === undefined);
  const command = experiment?.reproduce.replace("__TRIAL__", () => shellQuoted(pair.treatment));
  return make(
    "div",
    { class: "pv" },
    make(
      "p",
      { class: "pvh" },
      outcomeChip(pair.here.outcome),
      " under faults, ",
      outcomeChip(pair.usual.outcome),
      " in control · ",
      linked ? make("a", { href: trialHash(pair.treatment) }, pair.treatment) : make("code", {}, pair.treatment),
    ),
    make(
      "p",
      { class: "key" },
      make("span", {}, make("i", { class: "k-trt" }), " under faults"),
      make("span", {}, make("i", { class: "k-bad" }), " not answered well"),
      make("span", {}, make("i", { class: "k-ctl" }), " control"),
      make("span", {}, "⚡ fault"),
      make("span", {}, "◆ what a finding rests on"),
    ),
    waterfall(pair, titleOf),
    placeless.map(({ code, detail }) => make("p", { class: "sign" }, `◆ ${titleOf(code)}: ${detail}`)),
    conversation(pair, index.pictures),
    others("Bystanders: ", pair.bystanders),
    others("Afterwards, the faults off: ", pair.afterwards),
    pair.restarts.length > 0 && make("p", {}, make("b", {}, "Restarts: "), pair.restarts.join("; ")),
    pair.escaped.length > 0 &&
      make("p", {}, make("b", {}, "Blocked: "), `calls to undeclared ${pair.escaped.join(", ")}`),
    command !== undefined &&
      !linked &&
      make("p", { class: "repro" }, make("span", { class: "quiet" }, "This pair again: "), make("code", {}, command)),
  );
}

const others = (head: string, tasks: PairDetail["bystanders"]) =>
  tasks.length > 0 &&
  make(
    "p",
    {},
    make("b", {}, head),
    tasks.map(({ task, here, usual, reasons }, at) =>
      make(
        "span",
        {},
        at > 0 && "; ",
        `${task} `,
        outcomeChip(here),
        usual !== undefined && usual !== here && ` (control: ${usual})`,
        usual !== here && reasons.length > 0 && ` ${reasons.join("; ")}`,
      ),
    ),
  );
