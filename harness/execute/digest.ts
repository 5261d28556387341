import { isAscii } from "node:buffer";
import { hash } from "node:crypto";

const iso = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
// Apart and without groups: a stream of a few hundred chunks has one in each.
const createdAt = /"created_at":\s*\d+(?:\.\d+)?/g;
const created = /"created":\s*\d+(?:\.\d+)?/g;
/** How long a quota's refusal says to wait. */
const wait = /(?<=try again in )[\d.]+(?:ms|[smh])(?:[\d.]+(?:ms|[smh]))*/g;

/** SHA-256 (16 hex digits) of bytes that an agent saw, with clock readings left out: those differ between real and virtual time. */
export function digestBytes(bytes: Uint8Array): string {
  const text = withoutClock(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"));
  // A string is hashed as UTF-8, in which ASCII is what it was.
  return isAscii(bytes) ? shortHash(text) : digestText(text);
}

/** A text without clock readings. */
export function withoutClock(given: string): string {
  let text = given;
  if (text.includes('"created')) {
    // Few letters: such are looked for four times as fast.
    if (text.includes('_at":')) text = text.replace(createdAt, '"created_at":0');
    text = text.replace(created, '"created":0');
  }
  // Part of "try again in ": few letters with a rare one first are found soonest, and all of a stream is searched.
  if (text.includes("y agai")) text = text.replace(wait, "T");
  if (mayHoldIso(text)) text = text.replace(iso, "T");
  return text;
}

/** Whether a `T` stands between two digits. */
function mayHoldIso(text: string): boolean {
  for (let at = text.indexOf("T"); at >= 0; at = text.indexOf("T", at + 1)) {
    if (isDigit(text.charCodeAt(at - 1)) && isDigit(text.charCodeAt(at + 1))) return true;
  }
  return false;
}

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

export const digestText = (text: string): string => shortHash(Buffer.from(text, "latin1"));
const shortHash = (data: string | Uint8Array): string => hash("sha256", data, "hex").slice(0, 16);
