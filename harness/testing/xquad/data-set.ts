import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** 240 paragraphs with 1,190 questions; it lies beside the repository and is no part of it. */
export const dataFile = join(import.meta.dirname, "../../../../shared/data/xquad/xquad.en.json");

const schema = z.object({
  data: z.array(
    z.object({
      title: z.string(),
      paragraphs: z.array(
        z.object({
          context: z.string(),
          qas: z.array(
            z.object({
              id: z.string(),
              question: z.string(),
              answers: z.tuple([z.object({ text: z.string(), answer_start: z.int() })]),
            }),
          ),
        }),
      ),
    }),
  ),
});

export interface Question {
  readonly id: string;
  readonly question: string;
  readonly answer: string;
  /** Where the answer stands in the paragraph, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}
export interface Paragraph {
  readonly id: string;
  /** The article that it is from. */
  readonly topic: string;
  readonly text: string;
  readonly questions: readonly Question[];
}

/** @throws {Error} if a span is not where the file says, as it happens when characters and UTF-16 units differ. */
export function readParagraphs(file = dataFile): readonly Paragraph[] {
  return schema.parse(JSON.parse(readFileSync(file, "utf8"))).data.flatMap(({ title, paragraphs }) =>
    paragraphs.map(({ context, qas }, index) => ({
      id: `${title.replace(/[^A-Za-z0-9]+/g, "-").toLowerCase()}-${index + 1}`,
      topic: title.replaceAll("_", " "),
      text: context,
      questions: qas.map(({ id, question, answers: [{ text, answer_start }] }) => {
        const from = context.startsWith(text, answer_start) ? answer_start : unitsOf(context, answer_start);
        if (!context.startsWith(text, from)) throw new Error(`The answer to ${id} is not where the file says.`);
        return { id, question: question.trim(), answer: text, from, to: from + text.length };
      }),
    })),
  );
}

const unitsOf = (text: string, characters: number): number => [...text].slice(0, characters).join("").length;
