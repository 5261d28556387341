import type { CallDetail, PairDetail, StepDetail } from "../shape.ts";
import { make } from "./dom.ts";
import { timeWords } from "./words.ts";

/** Both arms call by call on one scale of time: faults where they fired, and the place where the traces part. */
export function waterfall(pair: PairDetail, findingTitle: (code: string) => string): HTMLElement {
  const { steps, parted, rejoined, cut, parting, shown } = pair;
  const longest = Math.max(
    1,
    pair.here.t ?? 0,
    pair.usual.t ?? 0,
    ...steps.flatMap(({ here, usual }) => [here?.to ?? here?.from ?? 0, usual?.to ?? usual?.from ?? 0]),
  );
  const tick = niceTick(longest);
  const list = make("ol", { class: "wf" });
  list.style.setProperty("--tick", `${(tick / longest) * 100}%`);
  list.append(axis(longest, tick));
  let task: string | undefined;
  for (const [place, step] of steps.entries()) {
    if (cut && place === cut.before) list.append(turn(`… ${cut.count} more calls …`));
    if (step.task !== task) {
      task = step.task;
      list.append(
        turn(
          task === undefined
            ? "the task itself"
            : pair.afterwards.some((one) => one.task === task)
              ? `afterwards: ${task}`
              : `bystander ${task}`,
        ),
      );
    }
    const signs = shown.filter((sign) => sign.step === place);
    list.append(
      stepItem(
        step,
        longest,
        signs.map(({ code, detail }) => `${findingTitle(code)}: ${detail}`),
      ),
    );
    if (place === parted) list.append(turn(`the traces part here: ${parting}`, "part"));
    if (place === rejoined) list.append(turn("from here on everything is as in control again", "part"));
  }
  if (steps.length === 0) list.append(turn("no call was made"));
  if (parted === undefined && steps.length > 0) list.append(turn(parting, "part"));
  list.append(ends(pair, longest));
  return list;
}

/** 1, 2 or 5 times a power of ten, four to nine of which fit. */
function niceTick(longest: number): number {
  const raw = longest / 6;
  const power = 10 ** Math.floor(Math.log10(raw));
  return power * ([1, 2, 5].find((step) => raw <= power * step) ?? 10);
}

function axis(longest: number, tick: number): HTMLElement {
  const lane = make("div", { class: "lane" });
  for (let at = 0; at <= longest * 0.93; at += tick) {
    const mark = make("span", { class: "tick" }, timeWords(at));
    mark.style.left = `${(at / longest) * 100}%`;
    lane.append(mark);
  }
  return make("li", { class: "axis", "aria-hidden": "true" }, make("span", { class: "who" }), lane, make("span", {}));
}

const turn = (text: string, kind = ""): HTMLElement => make("li", { class: `turn ${kind}` }, make("span", {}, text));

const took = ({ from, to }: CallDetail): string =>
  to === undefined || to - from < 1 ? "" : ` · ${timeWords(to - from)}`;
const resultWords = (call: CallDetail | undefined): string =>
  call === undefined ? "not made" : `${call.result}${took(call)}`;

function stepItem(step: StepDetail, longest: number, signs: readonly string[]): HTMLElement {
  const { address, boundary, change, here, usual } = step;
  const [, name = address, number = ""] = /^[^:]*:(.*?)((?:\[\d+\])?(?:#\d+)?)$/.exec(address) ?? [];
  const lane = make("div", { class: "lane", "aria-hidden": "true" });
  if (here) lane.append(barOf(here, longest, here.good ? "trt" : "trt bad"));
  if (usual) lane.append(barOf(usual, longest, "ctl"));
  for (const { t } of here?.faults ?? []) {
    const zap = make("i", { class: "zap" });
    zap.style.left = `${Math.min(99, (t / longest) * 100)}%`;
    lane.append(zap);
  }
  const control = change === "same" ? "as in control" : `control: ${resultWords(usual)}`;
  return make(
    "li",
    { class: `st ch-${change}${here?.faults.length ? " hit" : ""}` },
    make("span", { class: `who b-${boundary}` }, make("b", {}, name), make("small", {}, ` ${number}`)),
    lane,
    make(
      "span",
      { class: "res" },
      make("span", { class: here === undefined ? "quiet" : here.good ? "" : "bad" }, resultWords(here)),
      make("small", { class: change === "same" ? "quiet" : "other" }, control),
    ),
    make(
      "div",
      { class: "say" },
      (here?.faults ?? []).map(({ fault, note }) =>
        make(
          "p",
          { class: "fault" },
          make("span", { "aria-hidden": "true" }, "⚡ "),
          note === "" ? fault : `${fault}: ${note}`,
        ),
      ),
      signs.map((sign) => make("p", { class: "sign" }, make("span", { "aria-hidden": "true" }, "◆ "), sign)),
      saying(here, usual, change === "same"),
    ),
  );
}

function barOf(call: CallDetail, longest: number, kind: string): HTMLElement {
  const bar = make("i", { class: `b ${kind}${call.to === undefined ? " open" : ""}` });
  bar.style.left = `${(call.from / longest) * 100}%`;
  bar.style.width = `${(Math.max(0, (call.to ?? longest) - call.from) / longest) * 100}%`;
  return bar;
}

const spoken = ({ request = "", reply = "" }: CallDetail): string => [request, reply].filter(Boolean).join(" → ");

/** What was asked and what came back, on a line that opens to the whole of both arms. */
function saying(here: CallDetail | undefined, usual: CallDetail | undefined, alike: boolean): HTMLElement | undefined {
  const ours = here ? spoken(here) : "";
  const theirs = usual && !alike ? spoken(usual) : "";
  if (ours === "" && theirs === "") return undefined;
  const whole = (label: string, call: CallDetail | undefined): HTMLElement[] =>
    call === undefined || (call.request ?? call.reply) === undefined
      ? []
      : [
          make("dt", {}, label),
          make("dd", {}, call.request && make("p", {}, call.request), call.reply && make("p", {}, `→ ${call.reply}`)),
        ];
  return make(
    "details",
    {},
    make("summary", {}, ours === "" ? `control: ${theirs}` : ours),
    make("dl", {}, whole("under faults", here), theirs !== "" && theirs !== ours && whole("in control", usual)),
  );
}

function ends({ here, usual }: PairDetail, longest: number): HTMLElement {
  const lane = make("div", { class: "lane", "aria-hidden": "true" });
  for (const [arm, kind] of [
    [here, "trt"],
    [usual, "ctl"],
  ] as const) {
    if (arm.t === undefined) continue;
    const flag = make("i", { class: `flag ${kind}` });
    flag.style.left = `${(arm.t / longest) * 100}%`;
    lane.append(flag);
  }
  const words = ({ end, t }: PairDetail["here"]): string => (t === undefined ? end : `${end} · ${timeWords(t)}`);
  return make(
    "li",
    { class: "st end" },
    make("span", { class: "who" }, "end"),
    lane,
    make(
      "span",
      { class: "res" },
      make("span", {}, words(here)),
      make("small", { class: "quiet" }, `control: ${words(usual)}`),
    ),
  );
}
