import { make } from "./dom.ts";

/** `72ms`, `1.4s`, `2m 5s` */
export function timeWords(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)}ms`;
  if (ms < 60_000) return `${Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))}s`;
  return `${Math.floor(ms / 60_000)}m ${Math.round((ms % 60_000) / 1000)}s`;
}

export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString("en-GB")} ${count === 1 ? one : many}`;

export const outcomeChip = (outcome: string): HTMLElement =>
  make("span", { class: "oc" }, make("i", { class: `dot o-${outcome}` }), outcome);

export const trialHash = (id: string): string => `#trial=${encodeURIComponent(id)}`;

/** A word as a shell takes it. */
export const shellQuoted = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
