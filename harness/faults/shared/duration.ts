import { z } from "zod";
import { formatDuration, parseDuration } from "../../domain/duration.ts";

const message = 'Not a duration: write "250ms", "2s", "1.5m", "3h", "400d" or a number of milliseconds';

/** A parameter that is written as `2s` or as a number of milliseconds, and read as milliseconds. */
export const duration = () =>
  z
    .union([z.string().regex(/^\d+(\.\d+)?\s*(ms|s|m|h|d)$/, message), z.number(message).nonnegative(message)], message)
    .transform((written) => parseDuration(written) ?? Number.NaN);

const day = 86_400_000;

/** Like `formatDuration`, with days for the ages of documents: `400d`. */
export const formatAge = (ms: number): string => (ms >= day ? `${Number((ms / day).toFixed(1))}d` : formatDuration(ms));

/** The instant `ms` before an ISO 8601 date, in the same precision; the text itself if it is no date. */
export function dateBefore(date: string, ms: number): string {
  const time = Date.parse(date);
  if (Number.isNaN(time)) return date;
  const moved = new Date(time - ms);
  if (Number.isNaN(moved.getTime())) return date;
  const iso = moved.toISOString();
  if (/^\d{4}-\d{2}-\d{2}$/.test(date)) return iso.slice(0, 10);
  return /\.\d+/.test(date) ? iso : iso.replace(/\.\d+Z$/, "Z");
}

/** Whether a string is an ISO 8601 date or date-time. */
export const isIsoDate = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/.test(text) &&
  !Number.isNaN(Date.parse(text));
