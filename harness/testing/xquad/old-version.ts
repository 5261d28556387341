import { chance } from "../../domain/chance.ts";
import type { Paragraph, Question } from "./data-set.ts";
import { distinct, type Kind, kindOf, otherAnswer } from "./other-answer.ts";

export interface Span {
  readonly from: number;
  readonly to: number;
}
/** A question with what the older version of its paragraph says in the answer's place. */
export interface AgedQuestion extends Question {
  /** Where that stands in the older version. */
  readonly old: Span;
  readonly stale: string;
  /** The older version answers otherwise, and the one answer cannot be taken for the other. */
  readonly aged: boolean;
  /** A third answer: true of neither version. */
  readonly invented: string;
}
export interface AgedParagraph extends Omit<Paragraph, "questions"> {
  readonly oldText: string;
  readonly questions: readonly AgedQuestion[];
}

interface Change extends Span {
  readonly by: string;
}

/** Every paragraph with an older version, in which other answers stand where the answers stand. Always the same ones. */
export function withHistory(paragraphs: readonly Paragraph[]): readonly AgedParagraph[] {
  const answers = paragraphs.flatMap(({ topic, questions }) => questions.map(({ answer }) => ({ topic, answer })));
  return paragraphs.map((paragraph) => {
    const elsewhere = answers.filter(({ topic }) => topic !== paragraph.topic).map(({ answer }) => answer);
    const pool = Map.groupBy(elsewhere, kindOf);
    const changes = changesOf(paragraph, pool);
    const oldText = apply(paragraph.text, changes);
    const stales = changes.map(({ by }) => by);
    const questions = paragraph.questions.map((question): AgedQuestion => {
      const old = spanAfter(question, changes);
      const stale = oldText.slice(old.from, old.to);
      const both = `${paragraph.text}\n${oldText}`;
      const invented = otherAnswer(question.answer, pool, both, stales, chance("xquad", "invent", question.id));
      if (invented === undefined) throw new Error(`No wrong answer was found for ${question.id}.`);
      return { ...question, old, stale, aged: distinct(question.answer, stale), invented };
    });
    return { ...paragraph, oldText, questions };
  });
}

/** Spans may lie in one another: the inner ones change, and the outer ones with them. */
function changesOf(paragraph: Paragraph, pool: ReadonlyMap<Kind, readonly string[]>): readonly Change[] {
  const changes: Change[] = [];
  const inner = [...paragraph.questions].sort((a, b) => a.answer.length - b.answer.length || a.from - b.from);
  for (const { id, answer, from, to } of inner) {
    if (changes.some((change) => from < change.to && change.from < to)) continue;
    const taken = changes.map(({ by }) => by);
    const by = otherAnswer(answer, pool, paragraph.text, taken, chance("xquad", "stale", id));
    if (by !== undefined) changes.push({ from, to, by });
  }
  return changes.sort((a, b) => a.from - b.from);
}

function apply(text: string, changes: readonly Change[]): string {
  let done = "";
  let at = 0;
  for (const { from, to, by } of changes) {
    done += text.slice(at, from) + by;
    at = to;
  }
  return done + text.slice(at);
}

/** Where a span lies after the changes; a change that it shares a part with belongs to it as a whole. */
function spanAfter(span: Span, changes: readonly Change[]): Span {
  const shifted = (at: number, side: "from" | "to"): number => {
    let shift = 0;
    for (const { from, to, by } of changes) {
      const grown = by.length - (to - from);
      if (to <= at) shift += grown;
      else if (from < at) return side === "from" ? from + shift : from + shift + by.length;
    }
    return at + shift;
  };
  return { from: shifted(span.from, "from"), to: shifted(span.to, "to") };
}
