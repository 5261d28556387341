import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder for one browser: its profile, its pictures, whatever it leaves lying about. */
export interface Profile {
  readonly folder: string;
  /** The process group that writes there: the folder goes when that has gone. */
  usedBy(group: number): void;
  /** Idempotent. The browser must have ended. */
  remove(): Promise<void>;
}

/**
 * Outlives us on purpose, as the lifeline of processes does: when its input ends, however that came about, it waits for the
 * browser's end, which the lifeline sees to, and removes the folder.
 */
const script = `trap '' INT TERM HUP
group=
while IFS= read -r line; do group=$line; done
tries=0
while [ -n "$group" ] && [ "$tries" -lt 300 ] && kill -s 0 -- "-$group" 2>/dev/null; do tries=$((tries + 1)); sleep 0.1; done
tries=0
while [ "$tries" -lt 50 ] && ! { rm -rf -- "$1" && [ ! -e "$1" ]; } 2>/dev/null; do tries=$((tries + 1)); sleep 0.1; done
exit 0`;

/** Makes a folder that does not outlive this process, kill -9 included. */
export async function makeProfile(): Promise<Profile> {
  const folder = await mkdtemp(join(tmpdir(), "brownout-"));
  const watcher = spawn("/bin/sh", ["-c", script, "sh", folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  const gone = new Promise<void>((resolve) => {
    watcher.once("exit", () => resolve());
    watcher.once("error", () => resolve());
  });
  watcher.stdin.on("error", () => {});
  watcher.unref();
  // Its pipe must not keep us alive either; the types do not know that it is a socket.
  (watcher.stdin as unknown as { unref?(): void }).unref?.();
  let removing: Promise<void> | undefined;
  return {
    folder,
    usedBy: (group) => void watcher.stdin.write(`${group}\n`),
    remove() {
      removing ??= (async () => {
        watcher.stdin.end();
        watcher.ref();
        await gone;
        // Where there is no shell.
        await rm(folder, { recursive: true, force: true, maxRetries: 5 });
      })();
      return removing;
    },
  };
}
