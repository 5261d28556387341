const noise = new Set(
  "a about after all also an and any are as at be been before being between both but by can could did do does during each for from had has have he her his how i if in into is it its many may more most much name named not of on one only or other our out over she so some such than that the their them then there these they this those through to under up us use used was we were what when where which while who whom whose why will with would you your".split(
    " ",
  ),
);

/** Words without case and the commonest endings, and without those that any text has; null = not worth a look. */
export function term(word: string): string | null {
  const plain = word.toLowerCase().replace(/['’]s?$/, "");
  if (plain === "" || noise.has(plain)) return null;
  if (plain.length < 5) return plain;
  return plain.replace(/(?:ations?|ing|ed|es|s|ly|e)$/, "");
}

export const tokens = (text: string): string[] => text.split(/[^\p{L}\p{N}'’]+/u).filter(Boolean);
export const terms = (text: string): Set<string> => new Set(tokens(text).flatMap((word) => term(word) ?? []));
