import type { Chance } from "../../domain/chance.ts";
import { isIsoDate } from "../shared/duration.ts";

export const subjects = ["amounts", "quantities", "durations", "dates", "periods"] as const;
export type Subject = (typeof subjects)[number];

/** What a number is about, by the name of its member (its words in lower case). The first that fits counts. */
const numbers: readonly { readonly subject: Subject; readonly names: RegExp; readonly spoil: (n: number) => number }[] =
  [
    {
      subject: "quantities",
      names: /\b(qty|quantity|quantities|count|stock|available|on hand|units|items|pieces|remaining)\b/,
      spoil: () => -1,
    },
    {
      subject: "durations",
      names:
        /\b(days?|hours?|minutes?|seconds?|weeks?|months?|years?|duration|eta|lead time|window|expires in|lifetime|ttl|max age)\b/,
      spoil: (n) => (n === 0 ? -1 : -Math.abs(n)),
    },
    {
      // Epoch seconds, as tokens have them: the last one of the year 9999.
      subject: "dates",
      names: /^(exp|iat|nbf|auth time|expires at|issued at)$/,
      spoil: () => 253_402_300_799,
    },
    {
      subject: "amounts",
      names:
        /\b(prices?|amount|total|subtotal|costs?|fees?|balance|refund|refunded|tax|excess|deductible|premium|deposit|fare|shipping|paid|sum|value|discount|cents)\b/,
      spoil: (n) => (n === 0 ? -1 : -Math.abs(n)),
    },
    {
      subject: "amounts",
      names: /\b(percent|percentage|rate|share|rating|score)\b/,
      spoil: (n) => Math.abs(n) * 100 + 1000,
    },
  ];

/** A number that cannot be, or undefined if nothing is known about the member. */
export function impossibleNumber(key: string, value: number, wanted: ReadonlySet<Subject>): number | undefined {
  const rule = numbers.find(({ names }) => names.test(key));
  return rule !== undefined && wanted.has(rule.subject) ? rule.spoil(value) : undefined;
}

/** An ISO date moved out of time (year 9999 or 0001), or undefined if the text is no date. */
export function impossibleDate(text: string, wanted: ReadonlySet<Subject>, chance: Chance): string | undefined {
  if (!wanted.has("dates") || !isIsoDate(text)) return undefined;
  return `${chance() < 0.5 ? "9999" : "0001"}${text.slice(4)}`;
}

/** `€49.00` → `€NaN`, or undefined if the text is no amount of money. */
export function impossibleText(text: string, wanted: ReadonlySet<Subject>): string | undefined {
  const money = /^([€$£]\s?|(?:EUR|USD|GBP)\s)?\d[\d.,]*(\s?[€$£]|\s(?:EUR|USD|GBP))?$/.exec(text.trim());
  if (!wanted.has("amounts") || money === null || (money[1] ?? money[2]) === undefined) return undefined;
  return `${money[1] ?? ""}NaN${money[2] ?? ""}`;
}
