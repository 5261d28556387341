import type { TargetSpec } from "../domain/experiment.ts";
import type { Target } from "../domain/ports.ts";
import { commandTarget } from "./command.ts";
import { httpContracts, processContracts } from "./contracts/index.ts";
import { httpTarget } from "./http.ts";
import { moduleTarget } from "./module.ts";
import { withStateFolder } from "./state-folder.ts";

/** Every way of starting and asking an agent, by the `kind` of its definition. */
export const targets = { module: moduleTarget, command: commandTarget, http: httpTarget } as const;
/** Every contract, by the kind of target that speaks it. */
export const contracts = [
  ...httpContracts.map(({ name, summary, settings, ready }) => ({
    kind: "http" as const,
    name,
    summary,
    settings,
    ready,
  })),
  ...processContracts.map(({ name, summary, settings }) => ({ kind: "command" as const, name, summary, settings })),
];
export type TargetKind = keyof typeof targets;

/** The target of a definition. @param file the definition's path, for messages. */
export function bootTarget(spec: TargetSpec, file: string): Target {
  const target = ofKind(spec, file);
  return spec.kind === "module" || spec.state === undefined ? target : withStateFolder(target, spec.state);
}

function ofKind(spec: TargetSpec, file: string): Target {
  switch (spec.kind) {
    case "module":
      return moduleTarget(spec, file);
    case "command":
      return commandTarget(spec, file);
    case "http":
      return httpTarget(spec, file);
  }
}
