import { existsSync } from "node:fs";
import { join } from "node:path";
import { askToHalt, haltName, readControl } from "./control-file.ts";

/** An answer by HTTP that takes longer is not waited for. */
const patience = 500;
const longest = 3000;
const lookEvery = 10;

export interface HowHalted {
  readonly done: boolean;
  readonly way: "HTTP" | "halt file";
  readonly ms: number;
  readonly pid: number | undefined;
}

/** Halts the game day of a folder: by HTTP, and if that does not answer by a file and a signal. Idempotent. */
export async function haltDay(folder: string, by: string, reason: string): Promise<HowHalted> {
  const began = performance.now();
  const control = readControl(folder);
  const told = (done: boolean, way: HowHalted["way"]): HowHalted => ({
    done,
    way,
    ms: performance.now() - began,
    pid: control?.pid,
  });
  if (control?.url !== undefined && control.token !== undefined) {
    const answered = await fetch(`${control.url}/api/halt`, {
      method: "POST",
      headers: { authorization: `Bearer ${control.token}`, "content-type": "application/json" },
      body: JSON.stringify({ by, reason }),
      signal: AbortSignal.timeout(patience),
    }).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return told(true, "HTTP");
  }
  askToHalt(folder, by, reason);
  try {
    if (control && process.platform !== "win32") process.kill(control.pid, "SIGUSR2");
  } catch {
    // It is gone: whether the file is still there tells.
  }
  // The file is taken away by whoever has halted.
  while (performance.now() - began < longest) {
    if (!existsSync(join(folder, haltName))) return told(true, "halt file");
    await new Promise((resolve) => setTimeout(resolve, lookEvery));
  }
  return told(false, "halt file");
}
