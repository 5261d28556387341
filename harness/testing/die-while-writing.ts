import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/**
 * Preloaded into a process that is to die by SIGKILL in the middle of writing its journal: after so many bytes (DIE_AFTER_BYTES) of
 * lines of JSON, with whatever part of the line they end in.
 */
let left = Number(process.env["DIE_AFTER_BYTES"]);
const writeSync = fs.writeSync;
const dying = (descriptor: number, bytes: Uint8Array, offset = 0, length = bytes.length - offset): number => {
  if (descriptor <= 2) return writeSync(descriptor, bytes, offset, length);
  const written = writeSync(descriptor, bytes, offset, Math.min(length, left));
  left -= written;
  if (left <= 0) process.kill(process.pid, "SIGKILL");
  return written;
};
Object.assign(fs, { writeSync: dying });
syncBuiltinESMExports();
