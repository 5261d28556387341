import { existsSync, readFileSync, renameSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { actsAsPlan } from "../../domain/plan-actor.ts";

/** Says to other commands where a game day is led; there as long as it runs. */
export const controlName = "gameday.json";
/** Whoever makes this file halts the game day; what stands in it is the reason. */
export const haltName = "halt";
const pollMs = 50;

const shape = z.object({ url: z.string().optional(), token: z.string().optional(), pid: z.int() });
export type ControlFile = z.infer<typeof shape>;

/** Readable by its owner only: it holds a token. */
export function writeControl(folder: string, control: ControlFile): Disposable {
  const file = join(folder, controlName);
  const beside = `${file}-${process.pid}`;
  writeFileSync(beside, `${JSON.stringify(control)}\n`, { mode: 0o600 });
  renameSync(beside, file);
  return { [Symbol.dispose]: () => rmSync(file, { force: true }) };
}

/** Undefined: no game day runs there, or none that this version began. */
export function readControl(folder: string): ControlFile | undefined {
  try {
    return shape.parse(JSON.parse(readFileSync(join(folder, controlName), "utf8")));
  } catch {
    return undefined;
  }
}

/** Told when the halt file appears, which is taken away then, and at SIGUSR2. */
export function watchForHalt(folder: string, halt: (by: string, reason: string) => void): Disposable {
  const file = join(folder, haltName);
  const look = (): boolean => {
    if (!existsSync(file)) return false;
    const { by, reason } = readHalt(file);
    halt(by, reason);
    rmSync(file, { force: true });
    return true;
  };
  const signalled = (): void => {
    if (!look()) halt("signal", "SIGUSR2");
  };
  const timer = setInterval(look, pollMs);
  timer.unref();
  const watcher = watch(folder, { persistent: false }, (_event, name) => {
    if (name === haltName) look();
  });
  watcher.on("error", () => undefined);
  if (process.platform !== "win32") process.on("SIGUSR2", signalled);
  return {
    [Symbol.dispose]() {
      clearInterval(timer);
      watcher.close();
      process.removeListener("SIGUSR2", signalled);
    },
  };
}

/** A file without words halts as well. */
function readHalt(file: string): { readonly by: string; readonly reason: string } {
  try {
    const [reason = "", by = ""] = readFileSync(file, "utf8").trim().split("\n");
    const nobody = by.trim() === "" || actsAsPlan(by);
    return { by: nobody ? "halt file" : by.trim(), reason: reason.trim() || "the halt file was made" };
  } catch {
    return { by: "halt file", reason: "the halt file was made" };
  }
}

/** Halts whoever watches the folder. */
export function askToHalt(folder: string, by: string, reason: string): void {
  const beside = join(folder, `${haltName}-${process.pid}`);
  writeFileSync(beside, `${reason.replaceAll("\n", " ")}\n${by}\n`);
  renameSync(beside, join(folder, haltName));
}
