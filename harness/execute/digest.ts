import { createHash } from "node:crypto";

/** Dates, `created` stamps, and how long a quota's refusal says to wait. */
const volatile =
  /("created(?:_at)?":\s*)\d+(?:\.\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z|(?<=try again in )[\d.]+(?:ms|[smh])(?:[\d.]+(?:ms|[smh]))*/g;

/** SHA-256 (16 hex digits) of bytes that an agent saw, with clock readings left out: those differ between real and virtual time. */
export function digestBytes(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
  return digestText(text.replace(volatile, (_all, created: string | undefined) => (created ? `${created}0` : "T")));
}

export const digestText = (text: string): string =>
  createHash("sha256").update(text, "latin1").digest("hex").slice(0, 16);
