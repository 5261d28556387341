import type { LiveWindow } from "../../domain/gameday.ts";

/** `1:02:07`, `02:07`: time of the day, or time left. */
export function clockWords(ms: number): string {
  const all = Math.max(0, Math.floor(ms / 1000));
  const two = (value: number): string => String(value).padStart(2, "0");
  const hours = Math.floor(all / 3600);
  const rest = `${two(Math.floor(all / 60) % 60)}:${two(all % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** Time left is rounded up: 0 is said when it is over. */
export const leftWords = (ms: number): string => clockWords(Math.ceil(Math.max(0, ms) / 1000) * 1000);

/** `12 s`, `3 min 20 s` */
export function spanWords(ms: number): string {
  const all = Math.max(0, Math.round(ms / 1000));
  if (all < 60) return `${all} s`;
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (minutes >= 60) return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  return seconds === 0 ? `${minutes} min` : `${minutes} min ${seconds} s`;
}

/** `90`, `90s`, `2m`, `1.5h` → ms; undefined if it is none. Bare numbers are seconds. */
export function spanOf(text: string): number | undefined {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(text.trim().toLowerCase());
  if (!match) return undefined;
  const unit = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }[match[2] ?? "s"] ?? 1000;
  return Number(match[1]) * unit;
}

export function millis(value: number | undefined): string {
  if (value === undefined) return "–";
  return value < 1000 ? `${Math.round(value)} ms` : `${Number((value / 1000).toFixed(value < 10_000 ? 2 : 1))} s`;
}

export const count = (value: number): string =>
  value >= 10_000 ? `${Number((value / 1000).toFixed(1))}k` : String(Number(value.toFixed(value < 10 ? 1 : 0)));

/** `error-rate of orders at most 0.2 over 10s` without its limit, which stands beside it. */
export const boundWords = (name: string): string => name.replace(/ at most .+? over /, ", over ");

/** Seconds over which a window counts. */
export const windowSeconds = ({ n, perSecond }: LiveWindow): number | undefined =>
  n > 0 && perSecond > 0 ? n / perSecond : undefined;
