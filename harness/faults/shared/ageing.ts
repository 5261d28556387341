import { dateBefore } from "./duration.ts";
import { otherFigures } from "./figures.ts";

const day = 86_400_000;
const year = 365 * day;
const months = "January|February|March|April|May|June|July|August|September|October|November|December";
const isoDate = /\b\d{4}-\d{2}-\d{2}\b/g;
const dayMonthYear = new RegExp(`\\b(\\d{1,2}) (${months}) (\\d{4})\\b`, "g");
const monthDayYear = new RegExp(`\\b(${months}) (\\d{1,2}), (\\d{4})\\b`, "g");
/** Not an amount (`€2000`), a part of a longer number, or a count (`2000 km`). */
const bareYear =
  /(?<![€$£]\s?|[\d.,-])\b(?:19|20)\d{2}\b(?![.,]\d|\s?(?:%|[€$£]|kg|g|km|m|points|items|EUR|USD|GBP)\b)/g;

const monthOf = (time: number): string => months.split("|")[new Date(time).getUTCMonth()] ?? "";
const placeholder = /\u{E000}(\d+)\u{E001}/gu;

/**
 * How a text may have read `age` milliseconds earlier: its dates moved back, its figures changed.
 * Dates are set aside first, so that no rule meets a part of one.
 */
export function agedText(
  text: string,
  age: number,
  name: string,
): { readonly text: string; readonly changes: readonly string[] } {
  const dates: string[] = [];
  const aside = (date: string): string => `\u{E000}${dates.push(date) - 1}\u{E001}`;
  const years = Math.max(1, Math.round(age / year));
  const undated = text
    .replaceAll(isoDate, (date) => aside(dateBefore(date, age)))
    .replaceAll(dayMonthYear, (whole, d: string, m: string, y: string) => {
      const time = Date.parse(`${d} ${m} ${y} UTC`) - age;
      return aside(
        Number.isNaN(time)
          ? whole
          : `${new Date(time).getUTCDate()} ${monthOf(time)} ${new Date(time).getUTCFullYear()}`,
      );
    })
    .replaceAll(monthDayYear, (whole, m: string, d: string, y: string) => {
      const time = Date.parse(`${m} ${d}, ${y} UTC`) - age;
      return aside(
        Number.isNaN(time)
          ? whole
          : `${monthOf(time)} ${new Date(time).getUTCDate()}, ${new Date(time).getUTCFullYear()}`,
      );
    })
    .replaceAll(bareYear, (written) => aside(String(Number(written) - years)));
  const changed = otherFigures(undated, name);
  return {
    text: changed.text.replaceAll(placeholder, (_whole, index: string) => dates[Number(index)] ?? ""),
    changes: [...(dates.length > 0 ? ["dates"] : []), ...changed.changes],
  };
}
