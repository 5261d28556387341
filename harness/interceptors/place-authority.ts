import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface PlacedAuthority extends AsyncDisposable {
  /** The certificate as PEM, in a folder that only this user can enter. */
  readonly file: string;
}
const prefix = "brownout-ca-";
const dayMs = 86_400_000;

/**
 * Puts the authority's certificate where programs can read it. It is gone when this is disposed of, and when this process ends in any other
 * way: a small shell outlives it and takes the folder away. If that one is killed too, the folder goes with a later run; the certificate
 * that is left until then can sign nothing, for its key was in memory only.
 */
export async function placeAuthority(certificate: string, root = tmpdir()): Promise<PlacedAuthority> {
  sweep(root);
  const folder = mkdtempSync(join(root, `${prefix}${process.pid}-`));
  const watcher = removeAtOurEnd(folder);
  try {
    const file = join(folder, "ca.pem");
    writeFileSync(file, certificate, { mode: 0o600 });
    return { file, [Symbol.asyncDispose]: () => takeAway(folder, watcher) };
  } catch (error) {
    await takeAway(folder, watcher);
    throw error;
  }
}

/** It reads a pipe that we never write to: its end is ours. In a session of its own, so that Ctrl-C passes it by. */
function removeAtOurEnd(folder: string): ChildProcess {
  const script = `trap '' INT TERM HUP; cat >/dev/null; rm -rf -- "$1"`;
  const watcher = spawn("/bin/sh", ["-c", script, "sh", folder], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
    cwd: "/",
  });
  watcher.on("error", () => {}); // no shell: the folder goes when this is disposed of, or with a later run
  watcher.stdin?.on("error", () => {});
  watcher.unref();
  // The pipe must not keep us alive either; the types do not know that it is a socket.
  (watcher.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return watcher;
}

async function takeAway(folder: string, watcher: ChildProcess): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  if (watcher.pid === undefined || watcher.exitCode !== null || watcher.signalCode !== null) return;
  const ended = once(watcher, "exit");
  watcher.ref();
  watcher.stdin?.end();
  await ended;
}

/** Folders of processes that are no more. Those of today are left: a process of another container may share the folder and not the ids. */
function sweep(root: string): void {
  for (const name of readdirSync(root)) {
    const pid = new RegExp(`^${prefix}(\\d+)-`).exec(name)?.[1];
    if (pid === undefined || lives(Number(pid))) continue;
    const folder = join(root, name);
    try {
      if (Date.now() - statSync(folder).mtimeMs > dayMs) rmSync(folder, { recursive: true, force: true });
    } catch {
      // another run was faster, or it is another user's
    }
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
