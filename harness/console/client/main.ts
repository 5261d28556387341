import type { GamedayState } from "../../domain/gameday.ts";
import { type NoteKind, noteKinds, noteWords } from "../../domain/gameday-words.ts";
import { armedList } from "./armed.ts";
import { boundList } from "./bounds.ts";
import { liveCharts } from "./charts.ts";
import { find, make, need, say } from "./dom.ts";
import { keys } from "./keys.ts";
import { timelineLanes } from "./lanes.ts";
import { type Answer, follow, post, view } from "./link.ts";
import { logList } from "./log.ts";
import { looks } from "./looks.ts";
import { noteDialog } from "./note.ts";
import { notices } from "./notices.ts";
import { person } from "./person.ts";
import { planCards } from "./plan.ts";
import { radiusDialog } from "./radius.ts";
import { readyList } from "./ready.ts";
import { clockWords } from "./words.ts";

// The token has done its work: the cookie stands for it, and an address bar is shown to a room.
if (location.search !== "") history.replaceState(null, "", location.pathname);

const operator = view === "operator";
/** Beats are sent when news arrives: browsers stop the timers of a tab in the background, not its connections. */
const beat = 2000;

let state: GamedayState | undefined;
let received = 0;
let beaten = -Infinity;
/** Ms of the day by this machine's steady clock, so that countdowns go on between two states. */
const now = (): number => (state ? state.t + (state.closed === undefined ? performance.now() - received : 0) : 0);

const board = notices();
const people = person(() => {
  beaten = -Infinity;
  heartbeat();
});

/** Somebody must have said who they are; then the body has their name. */
async function ask(action: string, body: object): Promise<Answer> {
  const me = people.me();
  if (!me) {
    people.ask();
    return { ok: false, words: "Say first who you are.", reached: true };
  }
  if (state?.closed !== undefined) return { ok: false, words: `The game day is over: ${state.closed}`, reached: true };
  return post(action, { ...body, by: me.name });
}

async function perform(action: string, body: object = {}): Promise<void> {
  const answer = await ask(action, body);
  board.refused(answer.ok ? undefined : answer.words);
}

async function halt(): Promise<void> {
  if (state?.closed !== undefined) return board.refused("The game day is over, and no fault is armed.");
  const answer = await post("halt", { by: people.me()?.name ?? "somebody at the console", reason: "halt button" });
  board.refused(
    answer.ok
      ? undefined
      : answer.reached
        ? `NOT HALTED: ${answer.words}`
        : "NOT HALTED: the console was not reached. Run: brownout halt --reason WORDS. Every fault ends when its time is up.",
  );
}

/** The last phase has no other after it: that is asked once more. */
async function next(): Promise<void> {
  const last = state?.phase !== undefined && state.phase.index + 1 >= state.phases.length;
  if (last && state?.closed === undefined) need("end", HTMLDialogElement).showModal();
  else await perform("next");
}

function heartbeat(): void {
  const me = people.me();
  if (!me || performance.now() - beaten < beat) return;
  beaten = performance.now();
  void post("heartbeat", { by: me.name, role: me.role }).then((answer) => {
    if (answer.ok || !answer.reached) return;
    board.refused(answer.words);
    if (!operator) people.ask();
  });
}

const radius = radiusDialog((asked, given) =>
  ask(asked.change ? "change" : "arm", { injection: asked.injection, radius: given }),
);
const note = noteDialog((written) => ask("annotate", written), now);
const armed = armedList(
  operator
    ? {
        disarm: (injection) => void perform("disarm", { injection }),
        change: (one) => radius?.open({ ...one, change: true }),
      }
    : {},
);
const ready = readyList((one) => radius?.open({ ...one, change: false }));
const plan = planCards({ check: (item, done) => void perform("check", { item, done }) });
const bounds = boundList();
const log = logList();
const lanes = timelineLanes();
const charts = liveCharts();
const look = looks(() => {
  charts.redraw();
  if (state) lanes(state);
});

const noteKeys: Readonly<Record<NoteKind, string>> = {
  detected: "D",
  mitigated: "M",
  recovered: "R",
  note: "N",
  action: "I",
};
find("kinds")?.append(
  ...noteKinds.map((kind) => {
    const button = make("button", { type: "button" }, `${noteWords[kind]} `, make("kbd", {}, noteKeys[kind]));
    button.addEventListener("click", () => note.open(kind));
    return button;
  }),
);
for (const [id, act] of [
  ["halt", halt],
  ["release", () => perform("release")],
  ["next", next],
  ["end-go", () => perform("next")],
  ["approve", () => perform("approve")],
] as const)
  find(id)?.addEventListener("click", () => void act());
const help = (): void => need("keys", HTMLDialogElement).showModal();
find("help")?.addEventListener("click", help);
for (const button of document.querySelectorAll("[data-close]"))
  button.addEventListener("click", () => button.closest("dialog")?.close());

keys(
  {
    ...Object.fromEntries(noteKinds.map((kind) => [noteKeys[kind].toLowerCase(), () => note.open(kind)])),
    l: look.large,
    t: look.theme,
    "?": help,
    ...(operator
      ? {
          ...Object.fromEntries(
            Array.from({ length: 9 }, (_, index) => [
              String(index + 1),
              () => {
                const one = ready.at(index + 1);
                if (one) radius?.open({ ...one, change: false });
              },
            ]),
          ),
          "Shift+N": () => void next(),
          "Shift+R": () => void (state?.halted && perform("release")),
          "Shift+A": () => void (state && state.approvals.given.length < state.approvals.needed && perform("approve")),
          x: () => document.querySelector<HTMLElement>("#armed .off")?.focus(),
          c: () => document.querySelector<HTMLElement>("#armed .change")?.click(),
        }
      : {}),
  },
  operator ? { "Shift+H": () => void halt() } : {},
);

const tick = (): void => {
  armed.tick(now());
  plan.tick(now());
  say(find("clock"), state ? clockWords(now()) : "–");
  board.tick();
};

follow({
  history: charts.history,
  lost: board.lost,
  state(next) {
    state = next;
    received = performance.now();
    const { title, phase, phases } = next;
    document.title = `${next.halted ? "HALTED · " : next.armed.length > 0 ? `${next.armed.length} armed · ` : ""}${title}`;
    say(find("title"), title);
    const of = operator && phases.length > 0 ? ` of ${phases.length}` : "";
    const number = phase ? `Phase ${phase.index + 1}` : "";
    // Of a blind day that is all that observers hear.
    const whole = phase && phase.name !== number ? `${number}${of}: ${phase.name}` : number;
    const none = next.closed === undefined ? "No phase has begun" : "The game day is over";
    say(find("phase-line"), whole || none);
    board.state(next);
    people.suggest(next);
    note.about(next);
    armed.update(next.armed);
    ready.update(next);
    plan.update(next);
    bounds(next.bounds);
    charts.update(next);
    lanes(next);
    log(next.timeline);
    tick();
    heartbeat();
  },
});
setInterval(tick, 250);
