import { cleanBlock } from "../text/clean.ts";

/** Markup that is safe to put into a page. Only `html` makes it from texts. */
export interface Html {
  readonly markup: string;
}

export type Content = Html | string | number | undefined | false | readonly Content[];

const escapes: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text of agents, tools and files, made inert wherever it stands in a page: between tags or in a quoted attribute. */
const escapeText = (text: string): string => cleanBlock(text).replace(/[&<>"']/g, (char) => escapes[char] ?? "");

/** Markup with texts put in; whatever is not itself markup is cleaned and escaped. Attributes must be quoted. */
export const html = (strings: TemplateStringsArray, ...values: readonly Content[]): Html => ({
  markup: strings.reduce((text, next, index) => text + markupOf(values[index - 1]) + next),
});

/** Markup that was made elsewhere: our own style and script, and text that cannot hold a tag. */
export const trusted = (markup: string): Html => ({ markup });

const markupOf = (value: Content): string => {
  if (value === undefined || value === false) return "";
  if (typeof value === "string") return escapeText(value);
  if (typeof value === "number") return String(value);
  return isHtml(value) ? value.markup : value.map(markupOf).join("");
};

const isHtml = (value: Html | readonly Content[]): value is Html => "markup" in value;
