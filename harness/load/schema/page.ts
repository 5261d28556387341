import { z } from "zod";
import type { PageSpec } from "../../domain/experiment.ts";
import { compact } from "../compact.ts";
import { duration, text } from "./common.ts";

/** Where things are in a chat page that says so by ARIA roles, and how its visitor behaves. */
export const pageSchema = z
  .strictObject({
    input: text
      .default("role=textbox")
      .describe("The box for the question: a Playwright selector, as all of these are."),
    send: text
      .default("role=button[name=/send|ask|submit/i]")
      .describe("The button that sends it. Where there is none, Enter is pressed in the box."),
    answer: text
      .default("role=log >> role=article[name=/assistant|agent|answer|bot/i]")
      .describe("Each answer of the agent."),
    question: text
      .default("role=log >> role=article[name=/^(you|user|customer|question)/i]")
      .describe("Each question, as the page shows it again."),
    error: text.default("role=alert").describe("Error messages."),
    busy: text
      .default("css=[role=progressbar], progress, [aria-busy=true]")
      .describe("Whatever says that the agent is at work: a spinner, dots, a bar."),
    retry: text.default("role=button[name=/retry|try again/i]").describe("What the page offers after an error."),
    retries: z.int().min(0).default(1).describe("How often the visitor takes that up."),
    asksAgainAfter: duration
      .optional()
      .describe("After so long without a word the visitor asks the same once more, if the page lets them."),
    settle: duration.default(700).describe("So long without a change, and the answer is taken for final."),
    patience: duration
      .default(8000)
      .describe("So long without a change, and a text that is there is taken for the answer, whatever still turns."),
  })
  .prefault({})
  .transform((written): PageSpec => compact(written))
  .describe("Where things are in the page, and how its visitor behaves.");
