import { displayWidth, splitAt } from "./width.ts";

/** Breaks a text at spaces into lines of at most `columns`; a longer word is cut. Never empty. */
export function wrap(text: string, columns: number): readonly string[] {
  const limit = Math.max(1, columns);
  return text.split("\n").flatMap((paragraph) => wrapParagraph(paragraph, limit));
}

function wrapParagraph(paragraph: string, limit: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of paragraph.split(" ").filter((part) => part !== "")) {
    const joined = line === "" ? word : `${line} ${word}`;
    if (displayWidth(joined) <= limit) {
      line = joined;
      continue;
    }
    if (line !== "") lines.push(line);
    const pieces = cutWord(word, limit);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1) ?? "";
  }
  return line === "" && lines.length > 0 ? lines : [...lines, line];
}

function cutWord(word: string, limit: number): readonly string[] {
  const pieces: string[] = [];
  let rest = word;
  while (displayWidth(rest) > limit) {
    const [head, tail] = splitAt(rest, limit);
    // A wide character does not fit into one column: it is let through, so that this ends.
    if (head === "") break;
    pieces.push(head);
    rest = tail;
  }
  return [...pieces, rest];
}

/** Wraps a text behind a first-line prefix; the following lines are indented by the prefix's width. */
export function hang(prefix: string, text: string, columns: number): readonly string[] {
  const indent = displayWidth(prefix);
  return wrap(text, columns - indent).map((line, index) => (index === 0 ? prefix : " ".repeat(indent)) + line);
}
