/** Two ways of making an answer comparable. Both keep line ends, so that a match can be seen in its clause. */

const signs: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u02bc]/g, "'"],
  [/[\u201c\u201d]/g, '"'],
  [/[\u2010\u2011\u2012\u2013\u2014\u2212]/g, "-"],
];

/** Compatibility forms, typographic quotes and dashes, white space and Markdown emphasis folded; case and words kept. */
export function foldText(text: string): string {
  // A spaced or long dash parts clauses; a short one joins words.
  let folded = text.replace(/ ?\u2014 ?/g, " - ").normalize("NFKC");
  for (const [from, to] of signs) folded = folded.replace(from, to);
  return folded
    .replace(/[*`]|__/g, "")
    .replace(/[^\S\n]+/g, " ")
    .replace(/ ?\n+ ?/g, "\n")
    .trim();
}

const upToTwenty =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty";
const numberWords = new Map<string, string>([
  ...upToTwenty.split(" ").map((word, index): [string, string] => [word, String(index + 1)]),
  ["thirty", "30"],
  ["forty", "40"],
  ["forty-five", "45"],
  ["fifty", "50"],
  ["sixty", "60"],
  ["ninety", "90"],
]);
const unit = "(?:business |working )?(?:day|week|month|year|hour|minute|second|percent)";
const longestFirst = [...numberWords.keys()].sort((a, b) => b.length - a.length);
const longest = longestFirst.join("|");
const spelled = new RegExp(`\\b(?:${longest})(?=[ -]${unit}s?\\b)`, "g");
/** `thirty (30) days`, `30 (thirty) days` */
const twice = new RegExp(`\\b(?:(?:${longest}) \\((\\d+)\\)|(\\d+) \\((?:${longest})\\))(?=[ -]${unit}s?\\b)`, "g");
/** A day is a calendar day unless it is a working day. */
const padding = new RegExp(
  `(\\b\\d+|\\b(?:${longest})|\\))([ -])(?:(?:calendar|full|whole|entire|straight|consecutive)[ -])+(?=${unit}s?\\b)`,
  "g",
);
const plural = new RegExp(`(\\d ${unit})s\\b`, "g");

/**
 * For comparing texts and numbers: lower case, `1,234.50` as `1234.5`, `thirty-day` and `30 days` as `30 day`, `%` as percent.
 * A required text is put through the same function, so both sides agree.
 */
export const canonText = (text: string): string =>
  foldText(text)
    .toLowerCase()
    .replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]*\d)/g, (digits) => digits.replaceAll(",", ""))
    .replace(/(?<![\d.])(\d+)\.(\d)0(?!\d|\.\d)/g, (_, whole: string, tenth: string) =>
      tenth === "0" ? whole : `${whole}.${tenth}`,
    )
    .replace(/(\d) ?%/g, "$1 percent")
    .replace(/([$€£]) (?=\d)/g, "$1")
    .replace(padding, "$1$2")
    .replace(twice, (_, first?: string, second?: string) => first ?? second ?? "")
    .replace(padding, "$1$2")
    .replace(spelled, (word) => numberWords.get(word) ?? word)
    .replace(/(\d)-(?=[a-z])/g, "$1 ")
    .replace(plural, "$1");
