import type { PerformanceRecord, TurnAnswered } from "../domain/events.ts";
import { isHandover } from "../domain/handover.ts";
import type { Judged, Truth } from "../domain/judgement.ts";
import type { Effect, Expectation, Task, Turn } from "../domain/task.ts";
import { outcomes } from "../domain/vocabulary.ts";
import { compareEffects } from "./effects.ts";
import { judgePerformance, type PerformanceContext } from "./judge-performance.ts";

const nothing: Expectation = { facts: [], forbids: [], effects: [], claims: [] };

/**
 * Gives a performance of one turn or several exactly one outcome. Each turn that was answered, and how the conversation ended, is
 * judged as a task of one turn is; the worst of them is the outcome. Changes that nobody asked for at any turn are counted once, at
 * the end; a change that a turn asked for must be there when that turn is answered. A handover discloses at its own turn only.
 */
export function judgeConversation(record: PerformanceRecord, task: Task, context: PerformanceContext): Judged {
  const { earlier = [] } = task;
  if (earlier.length === 0) return judgePerformance(record, task, context);
  const answered = (record.turns ?? []).slice(0, earlier.length);
  const turns = answered.flatMap((said, index) => {
    const turn = earlier[index];
    return turn
      ? judgeTurn(record, said, answered[index - 1], { ...task, expect: turn.expect ?? nothing }, context)
      : [];
  });
  return combined([...turns, judgeEnd(record, answered.at(-1), task, earlier, context)], earlier, task);
}

/** One turn before the last. What it did beyond what it should is the end's business. */
function judgeTurn(
  record: PerformanceRecord,
  said: TurnAnswered,
  before: TurnAnswered | undefined,
  { grading: _, ...task }: Task,
  context: PerformanceContext,
): Judged {
  const { trial, performance, t, answer, data, effects } = said;
  const { expect } = task;
  const handedOver = effects.slice(before?.effects.length ?? 0).filter(isHandover);
  const { met } = compareEffects(effects, expect.effects);
  const ended = {
    type: "performance-ended",
    trial,
    performance,
    task: task.id,
    role: record.role,
    t,
    end: "answered",
    answer,
    ...(data === undefined ? {} : { data }),
    effects: [...met.filter((one) => !isHandover(one)), ...handedOver],
  } as const;
  const calls = record.calls.filter(({ started }) => started.t <= t);
  return judgePerformance({ ...record, calls, ended }, task, { ...context, committed: effects });
}

/** How the conversation ended, with all changes of it; what earlier turns wanted and did not get was judged with them. */
function judgeEnd(
  record: PerformanceRecord,
  before: TurnAnswered | undefined,
  task: Task,
  earlier: readonly Turn[],
  context: PerformanceContext,
): Judged {
  const wanted = earlier.flatMap(({ expect }) => expect?.effects ?? []);
  const { ended } = record;
  const { missing, altered } = compareEffects(ended?.effects ?? [], [...wanted, ...task.expect.effects]);
  const undone = missing.filter((one) => !altered.some(({ wanted: want }) => want === one));
  const done = wanted.filter((one) => {
    const at = undone.indexOf(one);
    if (at !== -1) undone.splice(at, 1);
    return at === -1;
  });
  const expect = { ...task.expect, effects: [...done, ...task.expect.effects] };
  const asked = [...wanted, ...task.expect.effects].some(isHandover);
  const earlierDone = before?.effects.length ?? 0;
  const stays = (one: Effect, index: number): boolean => asked || index >= earlierDone || !isHandover(one);
  const end = ended && { ...ended, effects: ended.effects.filter(stays) };
  const judged = judgePerformance(end ? { ...record, ended: end } : record, { ...task, expect }, context);
  return { ...judged, record };
}

function combined(all: readonly Judged[], earlier: readonly Turn[], task: Task): Judged {
  const rank = ({ outcome }: Judged): number => outcomes.indexOf(outcome);
  const worst = all.reduce((one, other) => (rank(other) > rank(one) ? other : one));
  const last = all.at(-1) ?? worst;
  const silent = all.some((one) => one.outcome === worst.outcome && one.silent);
  const disclosed = !silent && all.some((one) => one.disclosed);
  const reasons = all.map((one, index) => ({ one, words: one.reasons.map((text) => `turn ${index + 1}: ${text}`) }));
  const { undecided: _, ...rest } = worst;
  // An assertion is of the last answer; of equally bad turns one that is certain decides.
  const equal = all.filter(({ outcome }) => outcome === worst.outcome);
  const undecided =
    worst.outcome === "correct"
      ? (last.undecided ?? all.find((one) => one.undecided !== undefined)?.undecided)
      : equal.every((one) => one.undecided)
        ? worst.undecided
        : undefined;
  return {
    ...rest,
    record: last.record,
    reasons: [
      ...reasons.flatMap(({ one, words }) => (rank(one) === rank(worst) ? words : [])),
      ...reasons.flatMap(({ one, words }) => (rank(one) === rank(worst) ? [] : words)),
    ],
    silent,
    disclosed,
    disclosures: disclosed ? [...new Set(all.flatMap(({ disclosures }) => disclosures ?? []))] : [],
    exposed: last.exposed,
    ...(undecided === undefined ? {} : { undecided }),
    truth: {
      ...summed(all),
      effects: [...earlier, task].reduce((sum, { expect }) => sum + (expect?.effects.length ?? 0), 0),
    },
  };
}

function summed(all: readonly Judged[]): Truth {
  const sum = (key: keyof Truth): number => all.reduce((total, { truth }) => total + (truth?.[key] ?? 0), 0);
  return {
    facts: sum("facts"),
    effects: sum("effects"),
    unsaid: sum("unsaid"),
    undone: sum("undone"),
    untrue: sum("untrue"),
    unwanted: sum("unwanted"),
    unmade: sum("unmade"),
    failed: sum("failed"),
  };
}
