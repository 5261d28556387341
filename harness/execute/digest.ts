import { hash } from "node:crypto";

const iso = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z/g;
const created = /"created(_at)?":\s*\d+(?:\.\d+)?/g;
/** How long a quota's refusal says to wait. */
const wait = /(?<=try again in )[\d.]+(?:ms|[smh])(?:[\d.]+(?:ms|[smh]))*/g;

/** SHA-256 (16 hex digits) of bytes that an agent saw, with clock readings left out: those differ between real and virtual time. */
export function digestBytes(bytes: Uint8Array): string {
  return digestText(withoutClock(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1")));
}

/** A text without clock readings. */
export function withoutClock(given: string): string {
  let text = given;
  if (text.includes('"created')) text = text.replace(created, '"created$1":0');
  if (text.includes("try again in ")) text = text.replace(wait, "T");
  if (/\dT\d/.test(text)) text = text.replace(iso, "T");
  return text;
}

export const digestText = (text: string): string => hash("sha256", Buffer.from(text, "latin1"), "hex").slice(0, 16);
