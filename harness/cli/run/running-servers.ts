import { type Experiment, isServer } from "../../domain/experiment.ts";
import { currentTrial } from "../../domain/ports.ts";
import { isStdio, stdioVariable } from "../../domain/system-map.ts";
import { telemetryName } from "../../domain/telemetry.ts";
import type { Io } from "../io.ts";

/** A server that runs already must be told once where the gateway is, so the gateway stays at one port, and says where. */
export function portForRunningServers(experiments: readonly Experiment[], io: Io): number | undefined {
  const running = experiments.filter(({ target: { spec } }) => isServer(spec) && spec.start === undefined);
  if (running.length === 0) return undefined;
  for (const { name, map } of new Map(running.map(({ target }) => [target.file, target])).values()) {
    io.err(`${name} runs already. It must have been started with:\n`);
    const at = (dependency: string): string =>
      `http://127.0.0.1:${fixedPort}/t/${currentTrial}/${encodeURIComponent(dependency)}`;
    for (const { name: dependency, env } of map.dependencies) {
      if (env !== undefined) io.err(`  ${env}=${at(dependency)}\n`);
    }
    const stdio = map.dependencies.filter(({ url }) => isStdio(url)).map((one) => [one.name, at(one.name)]);
    if (stdio.length > 0) io.err(`  ${stdioVariable}='${JSON.stringify(Object.fromEntries(stdio))}'\n`);
    io.err(`and, to be judged by what it tells of itself, with:\n`);
    io.err(`  OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:${fixedPort}/t/${currentTrial}/${telemetryName}\n`);
  }
  return fixedPort;
}
const fixedPort = 4242;
