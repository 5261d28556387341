import { chance } from "../domain/chance.ts";
import { currentTrial, type Interception, type Scope, type Session, type Target } from "../domain/ports.ts";
import type { Dependency } from "../domain/system-map.ts";
import { telemetryName } from "../domain/telemetry.ts";
import type { Backstage } from "./activate.ts";
import { type ActiveTrial, trialTime } from "./active-trial.ts";
import { trafficOf } from "./page.ts";
import { drawingFrom } from "./seeded-random.ts";
import { telemetryEnvironment, telemetryUrl } from "./telemetry-inbox.ts";

/** The name by which an interception is asked for the collector's address, which no target reads. */
const collectorAddress = "BROWNOUT_COLLECTOR";

export interface Booting extends Backstage {
  readonly target: Target;
  readonly interception: Interception;
}

/** The agent, started with the addresses of its trial. @throws {TargetFailure} if it does not start. */
export function bootSession(stage: Booting, { trial, signal }: ActiveTrial): Promise<Session> {
  const { interception } = stage;
  const { dependencies } = stage.experiment.target.map;
  const environmentOf = (scope: Scope): Record<string, string> =>
    handedTo(interception, dependencies, { ...scope, collecting: trial.id });
  const told = { trial: stage.target.shared ? currentTrial : trial.id };
  return drawingFrom(chance(stage.experiment.seed, trial.pair, "boot"), () =>
    interception.run({ trial: trial.id }, () =>
      stage.target.boot(environmentOf(told), signal, {
        environmentOf,
        traffic: trafficOf(stage),
        ...(interception.isolation ? { isolation: interception.isolation } : {}),
      }),
    ),
  );
}

/** All that an agent is handed for a trial: where its dependencies are, and where its exporters send. */
export function handedTo(
  interception: Pick<Interception, "environment">,
  dependencies: readonly Dependency[],
  { collecting, ...scope }: Scope & { readonly collecting: string },
): Record<string, string> {
  const collector = { name: telemetryName, url: telemetryUrl(collecting), env: collectorAddress };
  const { [collectorAddress]: exporters = collector.url, ...addresses } = {
    ...declaredAddresses(dependencies),
    ...interception.environment(scope, [...dependencies, collector]),
  };
  return { ...telemetryEnvironment(exporters, dependencies), ...addresses };
}

/** In process an agent is told the addresses of production; a gateway puts its own in their place. */
const declaredAddresses = (dependencies: readonly Dependency[]): Record<string, string> =>
  Object.fromEntries(dependencies.flatMap(({ env, url }) => (env === undefined ? [] : [[env, url]])));

/** Restarts and writes down how it ended, and whether it came back. */
export const restarting =
  (active: ActiveTrial, restart: NonNullable<Session["restart"]>): NonNullable<ActiveTrial["restartTarget"]> =>
  (order) =>
    restart({
      ...order,
      told: ({ ended, error }) => {
        if (active.signal.aborted) return;
        active.journal({
          type: "target-restarted",
          trial: active.trial.id,
          t: trialTime(active),
          ended,
          ...(error === undefined ? {} : { error }),
        });
      },
    });
