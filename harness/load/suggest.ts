import { nearest } from "../domain/nearest.ts";

/** ` Did you mean "x"?`, or nothing. Begins with a space. */
export function suggestion(word: string, known: Iterable<string>): string {
  const near = nearest(word, known);
  return near === undefined ? "" : ` Did you mean "${near}"?`;
}

/** ` Did you mean "x"?`, or the short list of what there is, or nothing. Begins with a space. */
export function didYouMean(word: string, known: Iterable<string>): string {
  const words = [...known];
  const near = suggestion(word, words);
  if (near !== "") return near;
  return words.length > 0 && words.length <= 16 ? ` There is ${listed(words)}.` : "";
}

/** `"a", "b" and "c"` */
export const listed = (words: readonly string[], last = "and"): string => {
  const quoted = words.map((word) => `"${word}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} ${last} ${quoted.at(-1)}`;
};
