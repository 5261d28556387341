import type { Page } from "playwright";
import type { PageSpec } from "../../domain/experiment.ts";
import type { PageView } from "../../domain/page.ts";

type Marks = Pick<PageSpec, "answer" | "question" | "error" | "busy">;

/** What stood in the page before the question, and is no part of what came of it. */
export interface Before {
  readonly answers: number;
  readonly questions: number;
  readonly errors: readonly string[];
}

/** The texts of what a selector finds and a person can see, empty ones included. */
const texts = async (page: Page, selector: string): Promise<string[]> =>
  (await page.locator(selector).filter({ visible: true }).allInnerTexts()).map((text) => text.trim());

export async function before(page: Page, marks: Marks): Promise<Before> {
  const [answers, questions, errors] = await Promise.all([
    texts(page, marks.answer),
    texts(page, marks.question),
    texts(page, marks.error),
  ]);
  return { answers: answers.length, questions: questions.length, errors };
}

/** Looks at the page once. Rejects if the page has gone. */
export async function look(page: Page, marks: Marks, { answers, questions, errors }: Before): Promise<PageView> {
  const [said, asked, failed, turning] = await Promise.all([
    texts(page, marks.answer),
    texts(page, marks.question),
    texts(page, marks.error),
    texts(page, marks.busy),
  ]);
  const own = asked.length - questions;
  return {
    answers: said.slice(answers).filter((text) => text !== ""),
    errors: failed.filter((text) => text !== "" && !errors.includes(text)),
    ...(asked.length > 0 ? { questions: Math.max(0, own) } : {}),
    busy: turning.length > 0,
  };
}

export const sameView = (a: PageView, b: PageView): boolean => JSON.stringify(a) === JSON.stringify(b);
