import { dirname } from "node:path";
import type { z } from "zod";
import type { TargetDefinition, TargetSpec } from "../domain/experiment.ts";
import { compact } from "./compact.ts";
import { referenced } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { openData } from "./open.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import { targetSchema } from "./schema/target.ts";
import type { MapReading } from "./system-map.ts";
import { mapAt } from "./system-map.ts";

/** A target as far as it can be read: its map is there for checks even if the target itself is not valid. */
export interface TargetReading {
  readonly target: TargetDefinition | undefined;
  readonly map: MapReading | undefined;
}

/** The target that a file describes, with its system map. */
export const targetOf = (absolute: string, loading: Loading): Promise<TargetReading | undefined> =>
  loading.once(`target ${absolute}`, async () => {
    const source = await openData(absolute, loading);
    if (source === undefined) return undefined;
    const section: Section = { source, path: [], value: source.value };
    const written = read(targetSchema, section, loading.problems);
    const map = isRecord(source.value) ? await mapAt(part(section, "systemMap"), loading) : undefined;
    const spec = await specOf(section, written, loading);
    if (written === undefined || map === undefined || spec === undefined) return { target: undefined, map };
    const { name, brain, telemetry } = written;
    return { target: compact({ name, file: source.file, spec, map: map.map, brain, telemetry }), map };
  });

async function specOf(
  section: Section,
  written: z.output<typeof targetSchema> | undefined,
  loading: Loading,
): Promise<TargetSpec | undefined> {
  const kind = isRecord(section.value) ? section.value.kind : undefined;
  const module = kind === "module" ? await referenced(part(section, "module"), "the module", loading) : undefined;
  const folder = dirname(section.source.absolute);
  const at = part(section, "cwd");
  const cwd =
    at.value === undefined || kind === "module"
      ? folder
      : await referenced(at, "the folder to start in", loading, ["folder"]);
  if (written === undefined || cwd === undefined) return undefined;
  switch (written.kind) {
    case "module":
      return module === undefined ? undefined : { kind: "module", module, clock: written.clock };
    case "command":
      return compact({
        kind: "command" as const,
        command: written.command,
        interception: written.interception,
        cwd,
        environment: written.environment,
      });
    case "browser": {
      const { url, start, environment, ready, readyWithin, propagates, page } = written;
      return compact({ kind: "browser" as const, url, start, cwd, environment, ready, readyWithin, propagates, page });
    }
    case "http": {
      const { url, start, interception, environment, ready, readyWithin, propagates } = written;
      if (interception !== undefined && interception !== "gateway" && start === undefined) {
        loading.problems.at(
          part(section, "interception"),
          `Cannot use "interception: ${interception}" with a server that runs already: its variables must be there when it starts. Give it a "start" command, or leave "interception" out.`,
        );
        return undefined;
      }
      return compact({
        kind: "http" as const,
        url,
        start,
        interception,
        cwd,
        environment,
        ready,
        readyWithin,
        propagates,
      });
    }
  }
}
