import { distance } from "fastest-levenshtein";

/** The known word that was probably meant, or the only one that begins so; undefined if there is none. */
export function nearest(word: string, all: Iterable<string>): string | undefined {
  const known = [...all];
  const reach = Math.max(1, Math.min(4, Math.floor(word.length / 2)));
  let best: { readonly word: string; readonly cost: number } | undefined;
  for (const candidate of known) {
    if (candidate === word) continue;
    const cost = mistakes(word.toLowerCase(), candidate.toLowerCase());
    if (cost <= reach && (best === undefined || cost < best.cost)) best = { word: candidate, cost };
  }
  return best?.word ?? longerOf(word, known);
}

function longerOf(word: string, known: readonly string[]): string | undefined {
  const start = word.toLowerCase();
  const longer = start.length < 4 ? [] : known.filter((one) => one !== word && one.toLowerCase().startsWith(start));
  return longer.length === 1 ? longer[0] : undefined;
}

/** Letters that are wrong, missing or too many. Two neighbours that changed places are less than one: no letter is another. */
export function mistakes(word: string, candidate: string): number {
  const first = [...word].findIndex((letter, index) => letter !== candidate[index]);
  const swapped = word.slice(0, first) + (word[first + 1] ?? "") + (word[first] ?? "") + word.slice(first + 2);
  return first >= 0 && swapped === candidate ? 0.5 : distance(word, candidate);
}

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
