import { linkSync, mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { codeOf, JournalError, wordsOf } from "./journal-error.ts";

/** Whoever writes to a run's folder. */
interface Holder {
  readonly pid: number;
  readonly host: string;
  /** Tells a process from a later one of the same number; empty where the system does not say. */
  readonly born: string;
}

const pattern = /^lock\.(\d+)$/;

/**
 * Makes this process the only writer of a run's folder until it is disposed of or ends. Locks are numbered: the lock of a process that
 * is gone is not taken away but followed by the next number, which only one can make. Whoever then finds another live one gives way.
 * @throws {JournalError} if another process writes to it, naming that.
 */
export function lockRun(folder: string): Disposable {
  const own = JSON.stringify({ pid: process.pid, host: hostname(), born: bornOf(process.pid) } satisfies Holder);
  try {
    mkdirSync(folder, { recursive: true });
    for (;;) {
      const numbers = locksIn(folder);
      refuseIfHeld(folder, numbers);
      const number = Math.max(0, ...numbers) + 1;
      const file = join(folder, `lock.${number}`);
      if (!make(file, own)) continue;
      const others = locksIn(folder).filter((one) => one !== number);
      try {
        refuseIfHeld(folder, others);
      } catch (error) {
        remove(file);
        throw error;
      }
      for (const older of others) remove(join(folder, `lock.${older}`));
      return { [Symbol.dispose]: () => remove(file) };
    }
  } catch (error) {
    if (error instanceof JournalError) throw error;
    throw new JournalError(`Cannot lock the run ${folder}: ${wordsOf(error)}. Check the folder and its permissions.`);
  }
}

/** Whether a live process writes to it. */
export function isLocked(folder: string): boolean {
  try {
    refuseIfHeld(folder, locksIn(folder));
    return false;
  } catch {
    return true;
  }
}

const locksIn = (folder: string): readonly number[] =>
  readdirSync(folder).flatMap((name) => {
    const number = pattern.exec(name)?.[1];
    return number === undefined ? [] : [Number(number)];
  });

function refuseIfHeld(folder: string, numbers: readonly number[]): void {
  for (const number of numbers) {
    const file = join(folder, `lock.${number}`);
    const holder = holderOf(file);
    if (holder !== undefined && lives(holder)) throw new JournalError(heldBy(holder, folder, file));
  }
}

/** Made whole beside it and then linked, so that nobody ever reads half of it. False: somebody else was quicker. */
function make(file: string, text: string): boolean {
  const beside = `${file}-${process.pid}`;
  writeFileSync(beside, text);
  try {
    linkSync(beside, file);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    remove(beside);
  }
}

function remove(file: string): void {
  try {
    unlinkSync(file);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Undefined: it is gone by now, or holds nothing that a version of this program wrote. */
function holderOf(file: string): Holder | undefined {
  try {
    const { pid, host, born }: Partial<Holder> = JSON.parse(readFileSync(file, "utf8"));
    return typeof pid === "number" && typeof host === "string" ? { pid, host, born: String(born ?? "") } : undefined;
  } catch {
    return undefined;
  }
}

/** A process of another machine counts as alive: nobody here can tell. */
function lives({ pid, host, born }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (codeOf(error) !== "EPERM") return false;
  }
  // After a reboot, or a long time, the number may be another's.
  return born === "" || bornOf(pid) === born;
}

/** On Linux: this boot, and the moment in it at which the process began. */
function bornOf(pid: number): string {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name, in parentheses, may hold anything; the start time is the 20th field after it.
    return `${boot} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? ""}`;
  } catch {
    return "";
  }
}

const heldBy = ({ pid, host }: Holder, folder: string, file: string): string =>
  host === hostname()
    ? `Cannot write to the run ${folder}: process ${pid} is at work on it. Wait for it, or end it, and try again.`
    : `Cannot write to the run ${folder}: process ${pid} on ${host} has it, and whether that still lives cannot be seen from here. If it does not, delete ${file}.`;
