import { type ChildProcess, spawn } from "node:child_process";

/**
 * A small shell process that outlives us on purpose: it reads `+PID` and `-PID` lines, and when its input ends, however
 * that came about (kill -9 included), it ends the process groups that are still on its list.
 *
 * Of `d/PATH` lines it removes the folders.
 *
 * Limits: a descendant that leaves its process group (setsid, a daemon) is not found; a kill -9 between the start of a
 * process and the line that announces it, two system calls later where the watcher was made ready, is not covered; Windows has no process groups.
 */
const script = `trap '' INT TERM HUP
pids=
folders=
while IFS= read -r line; do
  pid=\${line#?}
  case $line in
    d/*) folders="$folders
$pid" ;;
    +*) pids="$pids $pid" ;;
    -*) kept=; for p in $pids; do [ "$p" = "$pid" ] || kept="$kept $p"; done; pids=$kept ;;
  esac
done
[ -n "$pids$folders" ] || exit 0
for p in $pids; do kill -s TERM -- "-$p" 2>/dev/null; done
sleep 1
for p in $pids; do kill -s KILL -- "-$p" 2>/dev/null; done
IFS='
'
for f in $folders; do rm -rf -- "$f"; done
exit 0`;

const groups = new Set<number>();
const folders = new Set<string>();
let watcher: ChildProcess | undefined;

function start(): ChildProcess {
  // In a session of its own, so that Ctrl-C and the end of our process group pass it by.
  const child = spawn("/bin/sh", ["-c", script], { detached: true, stdio: ["pipe", "ignore", "ignore"], cwd: "/" });
  const lost = (): void => {
    if (watcher !== child) return;
    watcher = undefined;
    if (groups.size + folders.size > 0) announce(); // somebody ended it: another takes its place
  };
  child.once("exit", lost);
  child.once("error", lost);
  child.stdin?.on("error", () => {});
  child.unref();
  // The pipe must not keep us alive either; the types do not know that it is a socket.
  (child.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return child;
}

/** Has the watcher run before what is to be tied begins: starting it takes long enough for us to be ended meanwhile. */
export function readyToTie(): void {
  watcher ??= start();
}

function announce(): void {
  watcher = start();
  for (const group of groups) watcher.stdin?.write(`+${group}\n`);
  for (const folder of folders) watcher.stdin?.write(`d${folder}\n`);
}

/** Ties a process group (by its leader's id) to our own life; `readyToTie` goes before its start. The returned function unties it. */
export function tieToOurLife(group: number): () => void {
  groups.add(group);
  if (watcher) watcher.stdin?.write(`+${group}\n`);
  else announce();
  return () => {
    if (groups.delete(group)) watcher?.stdin?.write(`-${group}\n`);
  };
}

/** Ties a folder to our own life: it is removed when we are gone. The returned function forgets it, once it has been removed. */
export function tieFolderToOurLife(path: string): () => void {
  folders.add(path);
  if (watcher) watcher.stdin?.write(`d${path}\n`);
  else announce();
  return () => void folders.delete(path);
}
