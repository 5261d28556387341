import { createHash } from "node:crypto";
import type { EncodeContext } from "../../domain/protocol.ts";

/** A UUID (version 4 by its looks) that the fresh id decides. */
export function requestId(context: EncodeContext): string {
  const hex = createHash("sha256").update(context.id("amzn-")).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-",
  );
}
