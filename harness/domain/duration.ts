const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `250ms`, `2s`, `1.5m`, `400d` or a number of milliseconds → milliseconds; undefined if it is none of these. */
export function parseDuration(value: unknown): number | undefined {
  if (typeof value === "number") return Number.isFinite(value) && value >= 0 ? value : undefined;
  if (typeof value !== "string") return undefined;
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/.exec(value.trim());
  if (!match) return undefined;
  return Number(match[1]) * units[match[2] as keyof typeof units];
}

/** Milliseconds as they are written in files, so that they are read as the same: `1500ms`, `20s`, `400d`. */
export function writtenDuration(ms: number): string {
  const unit = (["d", "h", "m", "s"] as const).find((one) => ms > 0 && Number.isInteger(ms / units[one])) ?? "ms";
  return `${ms / units[unit]}${unit}`;
}

/**
 * Why a bare number cannot be taken for a duration: nobody means so few milliseconds, and whoever does can say so.
 * Undefined of 0, which is 0 in every unit, and from a second on.
 */
export const bareDuration = (ms: number): string | undefined =>
  ms > 0 && ms < 1000 ? `${ms} of what? Write "${ms}s", "${ms}ms", "${ms}m" or "${ms}h".` : undefined;

/** `400ms`, `12s`, `3m 20s`: short and readable. */
export function formatDuration(ms: number): string {
  if (Math.round(ms) < 1000) return `${Math.round(ms)}ms`;
  if (ms < 59_950) return `${Number((ms / 1000).toFixed(ms < 10_000 ? 2 : 1))}s`;
  const whole = Math.round(ms / 1000);
  const minutes = Math.floor(whole / 60);
  const seconds = whole % 60;
  return seconds === 0 ? `${minutes}m` : `${minutes}m ${seconds}s`;
}
