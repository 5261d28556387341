/** Two ways of making an answer comparable. Both keep line ends, so that a match can be seen in its clause. */

const signs: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u02bc]/g, "'"],
  [/[\u201c\u201d]/g, '"'],
  [/[\u2010\u2011\u2012\u2013\u2014\u2212]/g, "-"],
];

/** Of most answers nothing is to be folded, and one look tells: plain letters and signs, single spaces and line ends between them, no emphasis. */
const plain = /^[!-)+-_a-~]+(?:[ \n][!-)+-_a-~]+)*$/;

/** Compatibility forms, typographic quotes and dashes, white space and Markdown emphasis folded; case and words kept. */
export function foldText(text: string): string {
  if (plain.test(text) && !text.includes("__")) return text;
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
const anyUnit = new RegExp(unit);
const longestFirst = [...numberWords.keys()].sort((a, b) => b.length - a.length);
const longest = longestFirst.join("|");
const spelled = new RegExp(`\\b(?:${longest})(?=[ -]${unit}s?\\b)`, "g");
/** `thirty (30) days`, `30 (thirty) days` */
const twice = new RegExp(`\\b(?:(?:${longest}) \\((\\d+)\\)|(\\d+) \\((?:${longest})\\))(?=[ -]${unit}s?\\b)`, "g");
const pad = "calendar|full|whole|entire|straight|consecutive";
/** A day is a calendar day unless it is a working day. */
const padding = new RegExp(`(\\b\\d+|\\b(?:${longest})|\\))([ -])(?:(?:${pad})[ -])+(?=${unit}s?\\b)`, "g");
const pads = new RegExp(pad);
const plural = new RegExp(`(\\d ${unit})s\\b`, "g");

/** One step after the other, each with what it needs: most texts need few, and to look for the long expressions in vain is dear. */
const steps: readonly (readonly [needs: RegExp, step: (text: string) => string])[] = [
  [
    /\d,\d{3}/,
    (text) => text.replace(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,]*\d)/g, (digits) => digits.replaceAll(",", "")),
  ],
  [
    /\d\.\d0/,
    (text) =>
      text.replace(/(?<![\d.])(\d+)\.(\d)0(?!\d|\.\d)/g, (_, whole: string, tenth: string) =>
        tenth === "0" ? whole : `${whole}.${tenth}`,
      ),
  ],
  [/%/, (text) => text.replace(/(\d) ?%/g, "$1 percent")],
  [/[$€£] /, (text) => text.replace(/([$€£]) (?=\d)/g, "$1")],
  [pads, (text) => text.replace(padding, "$1$2")],
  [/\(\d|\d \(/, (text) => text.replace(twice, (_, first?: string, second?: string) => first ?? second ?? "")],
  [pads, (text) => text.replace(padding, "$1$2")],
  [anyUnit, (text) => text.replace(spelled, (word) => numberWords.get(word) ?? word)],
  [/\d-/, (text) => text.replace(/(\d)-(?=[a-z])/g, "$1 ")],
  [anyUnit, (text) => text.replace(plural, "$1")],
];

/**
 * For comparing texts and numbers: lower case, `1,234.50` as `1234.5`, `thirty-day` and `30 days` as `30 day`, `%` as percent.
 * A required text is put through the same function, so both sides agree.
 */
export const canonText = (text: string): string => canonOf(foldText(text));

/** The same of a text that is folded already. */
export const canonOf = (folded: string): string =>
  steps.reduce((text, [needs, step]) => (needs.test(text) ? step(text) : text), folded.toLowerCase());
