import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Experiment } from "../domain/experiment.ts";
import { loadExperiments } from "../load/index.ts";
import { registry } from "./registry.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/**
 * The shipped experiments against one of the bundled agents. Some name a variant of the sturdy one, on another wire or with more
 * around it, which the other agent has under the same name.
 */
export async function loadBundled(
  agent: "fragile" | "sturdy",
  tags?: readonly string[],
): Promise<readonly Experiment[]> {
  const load = (files: readonly string[], target?: string): Promise<readonly Experiment[]> =>
    loadExperiments(files, registry, {
      cwd: root,
      overrides: { ...(tags ? { tags: [...tags] } : {}), ...(target === undefined ? {} : { target }) },
    });
  // Those at a chat page ask another pair of agents, and need a browser.
  const shipped = (await load([join(root, "experiments")])).filter(({ target }) => target.spec.kind !== "browser");
  const byTarget = Map.groupBy(shipped, ({ target }) => target.file);
  const loaded = await Promise.all(
    [...byTarget].map(([file, experiments]) =>
      load(
        experiments.map((experiment) => join(root, experiment.file)),
        join(root, file.replace("/sturdy/", `/${agent}/`)),
      ),
    ),
  );
  const order = new Map(shipped.map(({ id }, index) => [id, index]));
  return loaded.flat().sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
}
