import { stripVTControlCharacters } from "node:util";

/** Longest text that is looked at; agents and tools may answer with megabytes. */
const longest = 20_000;

const lineBreaks = /\r\n?|[\u0085\u2028\u2029]/g;
const controls = /(?!\n)\p{Cc}/gu;
/** Characters that reorder or hide what stands around them. Joiners stay: emoji and several scripts need them. */
const deceptive = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;

/** Most texts are so already, and are told by one look: a report of many trials cleans millions of them. */
const plainBlock = /^[\n -~]*$/;
const plainLine = /^(?:[!-~]+(?: [!-~]+)*)?$/;

/**
 * Text of agents, tools and files made inert for a terminal or a document: escape sequences removed, other control
 * and direction characters shown as `�`. Line breaks stay, as `\n`.
 */
export const cleanBlock = (text: string): string => (plainBlock.test(text) ? text : scrubbed(text));

const scrubbed = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(lineBreaks, "\n")
    .replace(/\t/g, "  ")
    .replace(controls, "\ufffd")
    .replace(deceptive, "\ufffd")
    .toWellFormed();

/** The same on one line: every run of white space is one space; cut after 20,000 characters. */
export const cleanLine = (text: string): string =>
  text.length <= longest && plainLine.test(text)
    ? text
    : cleanBlock(text.length > longest ? `${text.slice(0, longest)}…` : text)
        .replace(/\s+/g, " ")
        .trim();
