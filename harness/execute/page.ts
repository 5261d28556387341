import type { Traffic, Witness } from "../domain/page.ts";
import type { Interception } from "../domain/ports.ts";
import type { Backstage } from "./activate.ts";
import { type ActiveTrial, trialTime } from "./active-trial.ts";
import type { BoundDependency } from "./dependency-table.ts";

/** Writes down what a person sees, at the trial's time. */
export const witnessOf = (
  active: ActiveTrial,
  performance: string,
  keepPicture?: (trial: string, png: Uint8Array) => string,
): Witness => ({
  now: () => trialTime(active),
  saw: (sight) =>
    active.journal({ type: "page-showed", trial: active.trial.id, performance, t: trialTime(active), ...sight }),
  keep: (picture) => keepPicture?.(active.trial.id, picture),
});

/** Sends a page's calls to dependencies where the interception is, asks about the rest, and names what escapes. */
export const trafficOf = ({
  dependencies,
  router,
  interception,
  experiment,
}: Pick<Backstage, "dependencies" | "router" | "experiment"> & { readonly interception: Interception }): Traffic => ({
  allowHosts: experiment.target.map.allowHosts,
  async steer({ method, url }, scope, signal) {
    const bound = dependencies.find(url);
    if (bound) {
      const { name } = bound.dependency;
      const base = interception.environment(scope, [{ name, url: bound.dependency.url, env: name }])[name];
      if (base !== undefined) return { kind: "steered", url: base + below(url, bound) };
    }
    const result = await router.route({ method, url, headers: {}, body: new Uint8Array() }, scope, signal);
    return result.kind === "blocked" ? result : { kind: "pass" };
  },
});

/** What of an address is below the dependency's own. */
function below(url: string, { binding }: BoundDependency): string {
  const { origin, pathname } = new URL(binding.url);
  return url.slice((origin + pathname.replace(/\/+$/, "")).length).replace(/#.*$/s, "");
}
