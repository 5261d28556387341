/** `1 hit`, `3 hits`. */
export const count = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** A list for people, shortened after `most`: `a, b, c and 4 more`. */
export function listing(items: readonly string[], most = 4): string {
  const shown = items.slice(0, most).join(", ");
  return items.length <= most ? shown : `${shown} and ${items.length - most} more`;
}

/** `0.4` → `40 %`. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
