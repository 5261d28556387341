import { distance } from "fastest-levenshtein";

/** The known word that was probably meant, or the only one that begins so; undefined if there is none. @param most letters that may be wrong */
export function nearest(word: string, all: Iterable<string>, most = 4): string | undefined {
  const known = [...all];
  const reach = Math.max(1, Math.min(most, Math.floor(word.length / 2)));
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
