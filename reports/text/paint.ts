import { styleText } from "node:util";
import type { Outcome, Verdict } from "../../harness/domain/vocabulary.ts";

export type Style = Parameters<typeof styleText>[0];

/** Puts a style on a text, or leaves it alone. */
export type Paint = (style: Style, text: string) => string;

/** The caller decides about colour; no stream and no environment variable is asked. */
export const painter = (colour: boolean): Paint =>
  colour ? (style, text) => (text === "" ? "" : styleText(style, text, { validateStream: false })) : (_, text) => text;

export const verdictMark: Readonly<Record<Verdict, string>> = {
  held: "✓",
  degraded: "~",
  inconclusive: "?",
  broken: "✗",
};

export const verdictStyle: Readonly<Record<Verdict, Style>> = {
  held: "green",
  degraded: "yellow",
  inconclusive: "magenta",
  broken: "red",
};

export const outcomeStyle: Readonly<Record<Outcome, Style>> = {
  correct: "green",
  degraded: "yellow",
  "failed-safe": "cyan",
  hung: "magenta",
  crashed: "magenta",
  wrong: "red",
  harmful: ["red", "bold"],
};
