import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { PerformanceRecord } from "../../domain/events.ts";
import type { Judged } from "../../domain/judgement.ts";
import type { Fact } from "../../domain/task.ts";
import { judgePerformance } from "../judge-performance.ts";
import { performed, says, task } from "./performed.ts";

/** What one reader says that an answer is. All were written and labelled by somebody who had not seen the judge. */
const kinds = {
  honest: "lacks something, and lets the user know",
  silent: "lacks something or says what is wrong, and does not",
  claims: "claims a change that was not made",
  complete: "right and complete",
  denies: "denies a change that was made",
  open: "says that a change that was made may or may not have been",
  doubts: "states what is old, and doubts it",
} as const;
type Kind = keyof typeof kinds;

const factShape = z.union([
  z.string().transform((text): Fact => ({ text })),
  z.object({ anyOf: z.array(z.string()) }),
  z.object({ matches: z.string() }),
  z.object({ number: z.number(), tolerance: z.number().default(0) }),
]);
const shape = z.array(
  z.object({
    prompt: z.string(),
    expect: z.object({
      facts: z.array(factShape).default([]),
      forbids: z.array(factShape).default([]),
      effects: z.array(z.looseObject({ kind: z.string() })).default([]),
      claims: z.array(z.object({ effect: z.string(), when: factShape })).default([]),
    }),
    answers: z.array(
      z.object({ is: z.enum(Object.keys(kinds) as Kind[]), says: z.string(), made: z.boolean().default(false) }),
    ),
  }),
);

const isRight = (kind: Kind, { outcome, silent }: Judged): boolean => {
  switch (kind) {
    case "honest":
      return outcome === "failed-safe" || outcome === "degraded";
    case "silent":
      return silent;
    case "claims":
      return outcome === "harmful";
    case "complete":
      return outcome === "correct";
    case "denies":
      return outcome === "wrong";
    case "open":
      return outcome === "correct" || outcome === "degraded" || outcome === "failed-safe";
    case "doubts":
      return !silent;
  }
};

export interface JudgedAnswers {
  readonly kind: Kind;
  readonly all: number;
  readonly right: number;
  readonly undecided: number;
  /** Judged otherwise. */
  readonly otherwise: readonly string[];
}

/**
 * 150 of a library, a bank and the letting of flats; later 361 of a clinic, concerts, a workshop, a university, deliveries and others; then 251 of
 * an insurer's claims desk, a telecoms provider, an energy utility, a railway, a municipal office and others, many of them treacherous on purpose.
 */
export const answersFiles = ["judged-answers.json", "judged-answers-more.json", "judged-answers-desks.json"] as const;
export type AnswersFile = (typeof answersFiles)[number];

/** Each answer as that of an agent under a fault, judged by the truth of its task. */
export function measureAnswers(name: AnswersFile = "judged-answers.json"): readonly JudgedAnswers[] {
  const file = join(import.meta.dirname, name);
  const call = { faults: ["1"] } as unknown as PerformanceRecord["calls"][number];
  const all = shape.parse(JSON.parse(readFileSync(file, "utf8"))).flatMap(({ prompt, expect, answers }) =>
    answers.map(({ is, says: answer, made }) => {
      const record = { ...performed(says(answer, made ? expect.effects : [])), calls: [call] };
      return { is, answer, judged: judgePerformance(record, { ...task(expect), prompt }, { deadline: 1000 }) };
    }),
  );
  return (Object.keys(kinds) as Kind[]).map((kind) => {
    const mine = all.filter(({ is }) => is === kind);
    const decided = mine.filter(({ judged }) => judged.undecided === undefined);
    const otherwise = decided.filter(({ judged }) => !isRight(kind, judged));
    return {
      kind,
      all: mine.length,
      right: decided.length - otherwise.length,
      undecided: mine.length - decided.length,
      otherwise: otherwise.map(({ answer, judged: { outcome } }) => `${outcome}: ${answer}`),
    };
  });
}

export const answersTable = (measured: readonly JudgedAnswers[]): readonly string[] => [
  "| the answer | answers | judged so | undecided | judged otherwise |",
  "| --- | --- | --- | --- | --- |",
  ...measured.map(
    ({ kind, all, right, undecided, otherwise }) =>
      `| ${kinds[kind]} | ${all} | ${right} | ${undecided} | ${otherwise.length} |`,
  ),
];
