import { randomBytes } from "node:crypto";
import { createRun, type RunFolder } from "../../store/index.ts";

/** A new folder for a run that begins now. Names of one second sort by their milliseconds, so that `latest` is the latest. */
export function newRun(root: string): RunFolder {
  const now = new Date();
  const millis = String(now.getUTCMilliseconds()).padStart(3, "0");
  return createRun(root, now, `${millis}${randomBytes(2).toString("hex").slice(0, 3)}`);
}
