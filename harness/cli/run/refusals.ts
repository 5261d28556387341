import { InvalidInput } from "../../domain/diagnostic.ts";
import type { Experiment } from "../../domain/experiment.ts";
import { isStdio, stdioVariable } from "../../domain/system-map.ts";

/** A server on standard streams is a process of its own, whose calls never cross this one. */
export function refuseStdioInProcess(experiments: readonly Experiment[], route: "in-process" | "gateway"): void {
  if (route === "gateway") return;
  const targets = new Map(experiments.map(({ target }) => [target.file, target])).values();
  const unseen = [...targets].flatMap(({ spec, file, map }) =>
    spec.kind === "module"
      ? map.dependencies.flatMap(({ name, url }) => (isStdio(url) ? [{ file, name, url }] : []))
      : [],
  );
  if (unseen.length === 0) return;
  throw new InvalidInput(
    unseen.map(({ file, name, url }) => ({
      file,
      message: `Cannot see the calls to "${name}" (${url}) in process: its server is a process of its own. Run with --gateway, and let the agent hand ${stdioVariable} of its environment on to the server.`,
    })),
  );
}
