import type { GamedayState, LiveWindow } from "../../domain/gameday.ts";
import { shareWords } from "../../domain/gameday-words.ts";
import type { Sample } from "../history.ts";
import { keepList, make, need, say } from "./dom.ts";
import { armedSpans } from "./lanes.ts";
import { type Drawn, drawPlot, plots, span } from "./plot.ts";
import { count, millis } from "./words.ts";

interface Subject extends Drawn {
  readonly name: string;
  readonly title: string;
  readonly window: LiveWindow & { readonly open: number };
  readonly outcomes?: GamedayState["agent"]["outcomes"];
  readonly hit: readonly string[];
}

/** The agent and each dependency: figures of now, and lines of the last five minutes with armed times shaded. */
export function liveCharts(): {
  history(samples: readonly Sample[]): void;
  update(state: GamedayState): void;
  redraw(): void;
} {
  let samples: readonly Sample[] = [];
  let last: GamedayState | undefined;
  const cards = new Set<SubjectCard>();
  const list = keepList<Subject>(
    need("charts", HTMLDivElement),
    ({ name }) => name,
    (subject) => {
      const card = subjectCard(subject);
      cards.add(card);
      return card;
    },
  );
  const update = (state: GamedayState): void => {
    last = state;
    const { agent, dependencies, t } = state;
    if (t - (samples.at(-1)?.t ?? -Infinity) >= 900)
      samples = [...samples.filter((sample) => sample.t >= t - span), { t, agent, dependencies }];
    const spans = armedSpans(state.timeline, t);
    const names = Object.keys(dependencies);
    const struck = (dependency: string): readonly string[] =>
      state.armed.filter((armed) => armed.dependencies.includes(dependency)).map(({ injection }) => injection);
    const everArmedAt = (dependency: string): { from: number; to: number }[] => {
      const injections = new Set(
        state.timeline.flatMap((moment) =>
          moment.what === "armed" && moment.dependencies.includes(dependency) ? [moment.injection] : [],
        ),
      );
      return [...spans].flatMap(([name, all]) => (injections.has(name) ? all : []));
    };
    list([
      {
        name: "agent",
        title: "The agent's answers",
        window: agent,
        outcomes: agent.outcomes,
        hit: [],
        spans: [...spans.values()].flat(),
        samples: samples.map((sample) => ({ t: sample.t, window: sample.agent })),
        now: t,
      },
      ...names.flatMap((name): Subject[] => {
        const window = dependencies[name];
        if (!window) return [];
        const of = samples.flatMap((sample) => {
          const there = sample.dependencies[name];
          return there ? [{ t: sample.t, window: there }] : [];
        });
        return [
          {
            name: `dependency ${name}`,
            title: name,
            window,
            hit: struck(name),
            spans: everArmedAt(name),
            samples: of,
            now: t,
          },
        ];
      }),
    ]);
  };
  return {
    history(all) {
      samples = all;
    },
    update,
    /** Colours or sizes are different now. */
    redraw() {
      for (const card of cards) card.redraw();
      if (last) update(last);
    },
  };
}

interface SubjectCard {
  readonly element: HTMLElement;
  update(subject: Subject): void;
  redraw(): void;
}

function subjectCard(first: Subject): SubjectCard {
  const hit = make("span", { class: "hit" });
  const figs = make("dl", { class: "figs" });
  const holders = plots.map(() => make("div", { class: "plot" }));
  const element = make(
    "section",
    { class: "card subject", "aria-label": `Live: ${first.title}` },
    make("h3", {}, first.title, hit),
    figs,
    make(
      "div",
      { class: "plots" },
      plots.map((plot, index) => make("div", {}, make("p", { class: "cap" }, plot.caption), holders[index])),
    ),
  );
  let drawn: { readonly update: (subject: Subject) => void; readonly destroy: () => void }[] = [];
  let subject = first;
  const drawAll = (): void => {
    for (const plot of drawn) plot.destroy();
    drawn = plots.flatMap((plot, index) => {
      const into = holders[index];
      return into ? [drawPlot(plot, into, () => subject)] : [];
    });
  };
  return {
    element,
    redraw: drawAll,
    update(next) {
      subject = next;
      say(hit, next.hit.length > 0 ? `⚡ ${next.hit.join(", ")}` : "");
      figures(figs, next);
      if (drawn.length === 0) requestAnimationFrame(() => drawn.length === 0 && drawAll());
      for (const plot of drawn) plot.update(next);
    },
  };
}

function figures(into: HTMLElement, { window, outcomes }: Subject): void {
  const failed = window.n > 0 ? window.errors / window.n : undefined;
  const rows: readonly (readonly [string, string, boolean])[] = [
    ["per second", count(window.perSecond), false],
    ["errors", failed === undefined ? "–" : shareWords(failed), failed !== undefined && failed > 0.05],
    ["p50", millis(window.p50), false],
    ["p95", millis(window.p95), false],
    ["retries", count(window.retries), false],
    ["tokens", count(window.tokens), false],
    ["open", count(window.open), false],
    ...Object.entries(outcomes ?? {}).map(
      ([name, n]) => [name, count(n ?? 0), /wrong|harmful|crashed|hung/.test(name) && (n ?? 0) > 0] as const,
    ),
  ];
  rows.forEach(([name, value, alarm], index) => {
    const there = into.children[index] ?? into.appendChild(make("div", {}, make("dt"), make("dd")));
    say(there.children[0], name);
    say(there.children[1], value);
    there.className = alarm ? "alarm" : "";
  });
  while (into.children.length > rows.length) into.lastElementChild?.remove();
}
