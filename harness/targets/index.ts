import type { TargetSpec } from "../domain/experiment.ts";
import type { Target } from "../domain/ports.ts";
import { type BrowserPool, browserPool, browserTarget } from "./browser/index.ts";
import { commandTarget } from "./command.ts";
import { httpContracts, processContracts } from "./contracts/index.ts";
import { httpTarget } from "./http.ts";
import { moduleTarget } from "./module.ts";
import { withStateFolder } from "./state-folder.ts";

/** Every way of starting and asking an agent, by the `kind` of its definition. */
export const targets = {
  module: moduleTarget,
  command: commandTarget,
  http: httpTarget,
  browser: browserTarget,
} as const;
export type TargetKind = keyof typeof targets;

export { type BrowserPool, browserPool, findBrowser } from "./browser/index.ts";

/** Every contract, by the kind of target that speaks it. */
export const contracts = [
  ...httpContracts.map(({ name, summary, settings, ready, lacksSession }) => ({
    kind: "http" as const,
    name,
    summary,
    settings,
    ready,
    ...(lacksSession ? { lacksSession } : {}),
  })),
  ...processContracts.map(({ name, summary, settings, lacksSession }) => ({
    kind: "command" as const,
    name,
    summary,
    settings,
    ...(lacksSession ? { lacksSession } : {}),
  })),
];

/** The target of a definition. @param file the definition's path, for messages. @param pool the run's browsers. */
export function bootTarget(spec: TargetSpec, file: string, pool: BrowserPool = browserPool()): Target {
  const target = ofKind(spec, file, pool);
  const state = spec.kind === "command" || spec.kind === "http" ? spec.state : undefined;
  return state === undefined ? target : withStateFolder(target, state);
}

function ofKind(spec: TargetSpec, file: string, pool: BrowserPool): Target {
  switch (spec.kind) {
    case "module":
      return moduleTarget(spec, file);
    case "command":
      return commandTarget(spec, file);
    case "http":
      return httpTarget(spec, file);
    case "browser":
      return browserTarget(spec, file, pool);
  }
}
