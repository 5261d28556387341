import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Scope, Session, Target } from "../domain/ports.ts";
import { tieFolderToOurLife } from "./lifeline.ts";

/** An empty folder, which goes away with the harness however that ends. */
async function emptyFolder() {
  const path = await mkdtemp(join(tmpdir(), "brownout-state-"));
  const untie = tieFolderToOurLife(path);
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 3 });
      untie();
    },
  };
}

/**
 * Hands the agent a folder to keep its state in, by an environment variable. It lasts over restarts and is empty at the beginning of
 * each trial (for a process that trials share: at its start), so that no trial finds what another has left.
 */
export function withStateFolder(target: Target, variable: string): Target {
  let shared: ReturnType<typeof emptyFolder> | undefined;
  return {
    ...target,
    async boot(environment, signal, more): Promise<Session> {
      const bootIn = ({ path }: { readonly path: string }): Promise<Session> => {
        const own = { [variable]: path };
        const { environmentOf } = more ?? {};
        const each = environmentOf && { environmentOf: (scope: Scope) => ({ ...environmentOf(scope), ...own }) };
        return target.boot({ ...environment, ...own }, signal, { ...more, ...each });
      };
      if (target.shared) {
        shared ??= emptyFolder();
        return bootIn(await shared);
      }
      const folder = await emptyFolder();
      try {
        const session = await bootIn(folder);
        return { ...session, close: () => session.close().finally(folder.remove) };
      } catch (error) {
        await folder.remove();
        throw error;
      }
    },
    async close() {
      await target.close?.();
      await (await shared)?.remove();
    },
  };
}
