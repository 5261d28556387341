import { chance, pick } from "../../domain/chance.ts";

const units =
  "(?:(?:business|working|calendar)[ -])?(?:days?|weeks?|months?|years?|hours?|minutes?|nights?|kg|g|km|m|cm|mm|l|litres?|liters?|euros?|dollars?|pounds?|points?|items?|pairs?)";
/** Amounts, percentages and counted units: the figures that a policy changes. Numbers without them may be names. */
const figure = new RegExp(
  `(?<before>[€$£]\\s?|\\b(?:EUR|USD|GBP)\\s)(?<money>\\d[\\d.,]*\\d|\\d)|\\b(?<number>\\d[\\d.,]*\\d|\\d)(?=\\s?(?:%|percent\\b|[€$£]|(?:EUR|USD|GBP)\\b)|[ -]${units}\\b)`,
  "giu",
);

const factors = [0.5, 0.6, 0.75, 1.25, 1.5, 2] as const;

/**
 * A copy of a text in which every figure has another plausible value, and the texts of the changes (`30 → 45`).
 * The new value hangs on the name and the old value only: the same document changes the same way wherever it is met.
 */
export function otherFigures(
  text: string,
  name: string,
): { readonly text: string; readonly changes: readonly string[] } {
  const changes = new Set<string>();
  const changed = text.replaceAll(figure, (whole: string, before?: string, money?: string, number?: string) => {
    const old = money ?? number;
    if (old === undefined) return whole;
    const next = otherNumber(old, name);
    if (next !== old) changes.add(`${old} → ${next}`);
    return `${before ?? ""}${next}`;
  });
  return { text: changed, changes: [...changes] };
}

/** Another number of the same precision and roundness, never the same and never zero. */
function otherNumber(written: string, name: string): string {
  const value = Number(written.replaceAll(/,(?=\d{3}\b)/g, "").replace(",", "."));
  if (!Number.isFinite(value) || value === 0) return written;
  const decimals = /[.,](\d{1,2})$/.exec(written)?.[1]?.length ?? 0;
  const factor = pick(chance(name, "figure", written), factors) ?? 1.5;
  const step = decimals > 0 ? 10 ** -decimals : value % 10 === 0 ? 10 : value % 5 === 0 ? 5 : 1;
  const rounded = Math.round((value * factor) / step) * step;
  const other = Math.abs(rounded - value) < step / 2 || rounded <= 0 ? value + step : rounded;
  const text = other.toFixed(decimals);
  const grouped = /\d,\d{3}\b/.test(written) ? text.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",") : text;
  return /,\d{1,2}$/.test(written) ? grouped.replace(".", ",") : grouped;
}

const rules: readonly (readonly [RegExp, string])[] = [
  [/\bmust not\b/i, "may"],
  [/\bcannot\b/i, "can"],
  [/\b(is|are|may|can|will|do|does) not\b/i, "$1"],
  [/\bmust\b/i, "need not"],
  [/\b(is|are|may|can|will)\b/i, "$1 not"],
];

/** A text that says the opposite in its first rule; undefined if it has none. */
export function opposite(text: string): string | undefined {
  const rule = rules.find(([from]) => from.test(text));
  return rule && text.replace(rule[0], rule[1]);
}
