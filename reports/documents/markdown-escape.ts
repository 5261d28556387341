import { cleanBlock, cleanLine } from "../text/clean.ts";

/** Breaks mentions, references and autolinks without being seen; code hosts resolve those after entities are decoded. */
const breaker = "\u200b";

const inert = (text: string): string =>
  text
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/[@#](?=\S)/g, `$&${breaker}`)
    .replace(/:(?=\/\/)|\bwww(?=\.)|\bGH-(?=\d)/gi, `$&${breaker}`);

/** Any text as one line of Markdown: no markup, HTML, table pipe, @mention, #reference or autolink comes of it. */
export const inline = (text: string): string =>
  inert(
    cleanLine(text)
      .replace(/[\\`*_{}[\]()#!|~$^]/g, "\\$&")
      .replace(/^(?:[-+=.)]|\d+(?=[.)]))/, (mark) => (/\d/.test(mark) ? `${mark}\\` : `\\${mark}`)),
  );

/** The same inside an HTML element, where Markdown is not read. */
export const htmlText = (text: string): string => inert(cleanLine(text));

/** Text in a code span, whatever back-ticks it holds; usable in table cells. */
export function codeSpan(text: string): string {
  const line = cleanLine(text).replaceAll("|", "¦");
  if (line === "") return "";
  const ticks = "`".repeat(longestRun(line) + 1);
  const pad = line.startsWith("`") || line.endsWith("`") ? " " : "";
  return `${ticks}${pad}${line}${pad}${ticks}`;
}

/** A block of plain text in a fence longer than any run of back-ticks in it. */
export function fenced(text: string, language = "text"): string {
  const block = cleanBlock(text).replace(/\n+$/, "");
  const fence = "`".repeat(Math.max(3, longestRun(block) + 1));
  return `${fence}${language}\n${block}\n${fence}`;
}

const longestRun = (text: string): number =>
  (text.match(/`+/g) ?? []).reduce((most, run) => Math.max(most, run.length), 0);
