import { between, type Chance, pick } from "../../domain/chance.ts";
import { readAnswer, states } from "../../judge/index.ts";

const months = "January February March April May June July August September October November December".split(" ");
const numbers = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split(" ");
const number = new RegExp(`\\b(?:${numbers.join("|")})\\b`, "gi");
const month = new RegExp(`\\b(?:${months.join("|")})\\b`, "g");

/** What an answer is, so that another of its kind can stand in its place without looking odd. */
export type Kind = "figure" | "number-word" | "name" | "phrase";
export function kindOf(answer: string): Kind {
  if (/\d/.test(answer)) return "figure";
  if (new RegExp(`^\\W*(?:${numbers.join("|")})\\b`, "i").test(answer)) return "number-word";
  return /^\W*\p{Lu}/u.test(answer) ? "name" : "phrase";
}

export const sentence = (answer: string): string => `The answer is ${answer}.`;

/** Whoever says the one has not said the other. */
export function distinct(one: string, other: string): boolean {
  const said = (answer: string, fact: string): boolean => states(readAnswer(sentence(answer)), { text: fact });
  return !said(one, other) && !said(other, one);
}

/**
 * A wrong answer of the same kind: a number for a number, a date for a date, a name or phrase of another article for a name
 * or phrase. The text does not have it. Undefined if none is found.
 */
export function otherAnswer(
  answer: string,
  pool: ReadonlyMap<Kind, readonly string[]>,
  text: string,
  taken: readonly string[],
  chance: Chance,
): string | undefined {
  const read = readAnswer(text);
  const lower = text.toLowerCase();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const { other, near } = candidate(answer, pool, attempt, chance);
    if (other === "" || !near || taken.includes(other) || !distinct(answer, other)) continue;
    // Digits of one number may stand in another.
    if (!states(read, { text: other }) && (/\d/.test(other) || !lower.includes(other.toLowerCase()))) return other;
  }
  return undefined;
}

function candidate(
  answer: string,
  pool: ReadonlyMap<Kind, readonly string[]>,
  attempt: number,
  chance: Chance,
): { readonly other: string; readonly near: boolean } {
  const kind = kindOf(answer);
  if (kind === "figure") return { other: otherFigures(answer, chance), near: true };
  // A paragraph may hold every small number; then any other short phrase must do.
  if (kind === "number-word" && attempt < 100) return { other: otherNumbers(answer, chance), near: true };
  const other = pick(chance, pool.get(kind === "number-word" ? "phrase" : kind) ?? []) ?? "";
  return { other, near: Math.abs(wordsIn(other) - wordsIn(answer)) <= attempt / 10 };
}
const wordsIn = (text: string): number => text.split(/\s+/).length;

/** Other digits in the same form; a year stays within a lifetime. */
const otherFigures = (answer: string, chance: Chance): string =>
  answer
    .replace(month, () => pick(chance, months) ?? "")
    .replace(/\d+/g, (digits) =>
      /^(?:1\d|20)\d\d$/.test(digits)
        ? String(Number(digits) - between(chance, 2, 40))
        : [...digits].map((_, index) => between(chance, index === 0 && digits.length > 1 ? 1 : 0, 9)).join(""),
    );

const otherNumbers = (answer: string, chance: Chance): string =>
  answer.replace(number, (word) => {
    const other = pick(chance, numbers) ?? "";
    return /^\p{Lu}/u.test(word) ? `${other.slice(0, 1).toUpperCase()}${other.slice(1)}` : other;
  });
