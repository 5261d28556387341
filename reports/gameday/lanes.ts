import { whoHalted } from "../../harness/domain/gameday-words.ts";
import { planActor } from "../../harness/domain/plan-actor.ts";
import type { DayStory } from "./tell-day.ts";

/** A span or, without an end, a point of a lane. Times are ms since the day was opened. */
export interface Mark {
  readonly from: number;
  readonly until?: number;
  readonly label: string;
}
export interface Lane {
  readonly name: string;
  readonly kind: "phase" | "fault" | "bound" | "people" | "halt";
  readonly marks: readonly Mark[];
}

/** What happened at the same time, one lane below the other. */
export function lanesOf(story: DayStory): readonly Lane[] {
  const { episodes, bounds, halts, aborts, notes, actions, phases, length } = story;
  const stopped = [
    ...halts.map(({ t, by, released }) => ({
      from: t,
      until: released?.t ?? length,
      label: `halted by ${whoHalted(by)}${released ? `, released by ${released.by}` : ""}`,
    })),
    ...aborts.map(({ t, bound }) => ({ from: t, label: `abort: ${bound}` })),
  ];
  const said = [...notes, ...actions].filter(({ by }) => by !== planActor).sort((a, b) => a.t - b.t);
  return [
    {
      name: "phases",
      kind: "phase" as const,
      marks: phases.map(({ name, from, until }) => ({ from, until, label: name })),
    },
    ...[...new Set(episodes.map(({ injection }) => injection))].map((injection) => ({
      name: injection,
      kind: "fault" as const,
      marks: episodes
        .filter((one) => one.injection === injection)
        .map(({ from, until, description }) => ({ from, until, label: description })),
    })),
    ...bounds.map(({ bound, breaches }) => ({
      name: bound,
      kind: "bound" as const,
      marks: breaches.map(({ from, until }) => ({ from, until: until ?? length, label: "does not hold" })),
    })),
    ...(said.length === 0
      ? []
      : [
          {
            name: "people",
            kind: "people" as const,
            marks: said.map(({ t, kind, by, text }) => ({ from: t, label: `${kind} (${by}) ${text}` })),
          },
        ]),
    ...(stopped.length === 0 ? [] : [{ name: "halts and aborts", kind: "halt" as const, marks: stopped }]),
  ];
}

const signs: Readonly<Record<Lane["kind"], string>> = { phase: "=", fault: "#", bound: "!", people: "*", halt: "X" };

/** The lanes in letters: `columns` wide, each the same share of the day. */
export function laneLines(story: DayStory, columns = 64): readonly string[] {
  const lanes = lanesOf(story);
  const widest = Math.min(44, Math.max(0, ...lanes.map(({ name }) => name.length)));
  const at = (t: number): number =>
    story.length === 0 ? 0 : Math.min(columns - 1, Math.floor((t / story.length) * columns));
  return lanes.map(({ name, kind, marks }) => {
    const cells = Array.from({ length: columns }, () => "·");
    for (const { from, until, label } of marks) {
      for (let cell = at(from); cell <= (until === undefined ? at(from) : Math.max(at(from), at(until - 1))); cell += 1)
        cells[cell] = signs[kind];
      if (kind !== "phase") continue;
      cells[at(from)] = "|";
      const room = at((until ?? from) - 1) - at(from);
      for (const [index, letter] of [...label.replace(/[^\x20-\x7e]/g, "?").slice(0, Math.max(0, room - 1))].entries())
        cells[at(from) + 1 + index] = letter;
    }
    const short = name.length > widest ? `${name.slice(0, widest - 1)}…` : name;
    return `${short.padEnd(widest)}  ${cells.join("")}`;
  });
}
