import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Keeps PNGs in `folder/screens`, named for their trials. The path that comes back is relative to the folder, with forward slashes.
 * Pictures are not redacted: what a page shows is in them as it was shown.
 */
export function pictureKeeper(folder: string): (trial: string, png: Uint8Array) => string {
  const kept = new Map<string, number>();
  return (trial, png) => {
    const name = trial.replace(/[^A-Za-z0-9._-]+/g, "_");
    const count = (kept.get(name) ?? 0) + 1;
    kept.set(name, count);
    const file = `${name}${count === 1 ? "" : `-${count}`}.png`;
    mkdirSync(join(folder, "screens"), { recursive: true });
    writeFileSync(join(folder, "screens", file), png);
    return `screens/${file}`;
  };
}
