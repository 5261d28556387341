import { hash } from "node:crypto";

/** The same UUID for the same name in every run (RFC 9562, version 5, without a namespace). */
export function stableUuid(name: string): string {
  const digest = hash("sha1", name, "hex");
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `5${digest.slice(13, 16)}`,
    `${variant}${digest.slice(18, 20)}`,
    digest.slice(20, 32),
  ].join("-");
}
