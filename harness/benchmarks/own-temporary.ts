import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Until it is disposed of, temporary folders of this process and of its children are made in one, which goes with all that is in it:
 * also if the process is told to end, and although children are killed, which remove nothing.
 */
export function ownTemporary(): Disposable {
  const usual = process.env["TMPDIR"];
  const folder = mkdtempSync(join(tmpdir(), "brownout-bench-"));
  process.env["TMPDIR"] = folder;
  // A child that is not dead yet may still write.
  const remove = (): void => rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
  // It was listened to once: told again, the process ends of it.
  const end = (signal: NodeJS.Signals): void => {
    remove();
    process.kill(process.pid, signal);
  };
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
  process.once("exit", remove);
  for (const signal of signals) process.once(signal, end);
  return {
    [Symbol.dispose]() {
      process.removeListener("exit", remove);
      for (const signal of signals) process.removeListener(signal, end);
      if (usual === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = usual;
      remove();
    },
  };
}
