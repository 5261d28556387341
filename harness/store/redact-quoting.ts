export interface Quoting {
  /** A quote. */
  readonly quote: string;
  /** What stands between two quotes. */
  readonly text: string;
  /** White space between tokens. */
  readonly gap: string;
}

/**
 * Regular expressions for the tokens of JSON that is quoted `level` times (JSON in a string in JSON). At level n a quote
 * is written with 2ⁿ − 1 backslashes, an escape takes 2ⁿ of them and a line end 2ⁿ⁻¹; only whole escapes are consumed,
 * so what is left around a match is still JSON.
 */
export function quoting(level: number): Quoting {
  const backslash = `\\\\{${2 ** level}}`;
  const quote = level === 0 ? '"' : `\\\\{${2 ** level - 1}}"`;
  const text = `(?:[^"\\\\]|${backslash}(?:${backslash}|${quote}|[^"\\\\]))*`;
  const gap = level === 0 ? "\\s{0,64}" : `(?:\\s|\\\\{${2 ** (level - 1)}}[nrt]){0,64}`;
  return { quote, text, gap };
}

/** How deep JSON in strings is looked into. */
export const levels = [0, 1, 2, 3] as const;
