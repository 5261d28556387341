import type { TargetSpec } from "../domain/experiment.ts";
import type { Target } from "../domain/ports.ts";
import { commandTarget } from "./command.ts";
import { httpTarget } from "./http.ts";
import { moduleTarget } from "./module.ts";

/** Every way of starting and asking an agent, by the `kind` of its definition. */
export const targets = { module: moduleTarget, command: commandTarget, http: httpTarget } as const;
export type TargetKind = keyof typeof targets;

/** The target of a definition. @param file the definition's path, for messages. */
export function bootTarget(spec: TargetSpec, file: string): Target {
  switch (spec.kind) {
    case "module":
      return moduleTarget(spec, file);
    case "command":
      return commandTarget(spec, file);
    case "http":
      return httpTarget(spec, file);
  }
}
