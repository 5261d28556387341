import { dirname } from "node:path";
import type { z } from "zod";
import type { TargetDefinition, TargetSpec } from "../domain/experiment.ts";
import { nearest } from "../domain/nearest.ts";
import type { IsolationName, SpokenContract } from "../domain/target-spec.ts";
import { compact } from "./compact.ts";
import { referenced } from "./find-files.ts";
import type { Loading } from "./loading.ts";
import { openData } from "./open.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";
import { read } from "./read.ts";
import { targetSchema } from "./schema/target.ts";
import { didYouMean } from "./suggest.ts";
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
    const { section, written } = readTarget({ source, path: [], value: source.value }, loading);
    const map = isRecord(source.value) ? await mapAt(part(section, "systemMap"), loading) : undefined;
    const spec = await specOf(section, written, loading);
    if (written === undefined || map === undefined || spec === undefined) return { target: undefined, map };
    const { name, brain, discloses, telemetry } = written;
    return { target: compact({ name, file: source.file, spec, map: map.map, brain, discloses, telemetry }), map };
  });

/** A kind that is misspelt is said, and the rest is read as that of the one that was meant. */
function readTarget(section: Section, loading: Loading) {
  const before = loading.problems.count;
  const written = read(targetSchema, section, loading.problems);
  const kinds: readonly string[] = targetSchema.options.map((one) => one.shape.kind.value);
  const kind = isRecord(section.value) ? section.value.kind : undefined;
  const meant = typeof kind !== "string" || kinds.includes(kind) ? undefined : nearest(kind, kinds);
  if (meant === undefined || !isRecord(section.value) || loading.problems.count === before) return { section, written };
  const other: Section = { ...section, value: { ...section.value, kind: meant } };
  return { section: other, written: read(targetSchema, other, loading.problems) };
}

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
    case "command": {
      const { command, interception, isolation, environment, process, state } = written;
      const named = contractOf(written, section, process !== undefined && process !== "per-task", loading);
      if (named === "wrong") return undefined;
      const shared = process === "shared" ? ("shared" as const) : undefined;
      return compact({
        kind: "command" as const,
        command,
        interception,
        isolation,
        cwd,
        environment,
        state,
        process: shared,
        contract: named?.spoken,
      });
    }
    case "browser": {
      const { url, start, environment, isolation, ready, readyWithin, propagates, page } = written;
      if (start === undefined && refusesIsolation(section, isolation, loading)) return undefined;
      const server = { url, start, cwd, environment, isolation, ready, readyWithin, propagates };
      return compact({ kind: "browser" as const, ...server, page });
    }
    case "http": {
      const { url, headers, start, interception, isolation, environment, state, readyWithin, propagates } = written;
      if (start === undefined && refusesIsolation(section, isolation, loading)) return undefined;
      if (interception !== undefined && interception !== "gateway" && start === undefined) {
        loading.problems.at(
          part(section, "interception"),
          `Cannot use "interception: ${interception}" with a server that runs already: its variables must be there when it starts. Give it a "start" command, or leave "interception" out.`,
        );
        return undefined;
      }
      const named = contractOf(written, section, written.with !== undefined, loading);
      if (named === "wrong") return undefined;
      const shared = written.process === "shared" ? ("shared" as const) : undefined;
      const ready = written.ready ?? named?.ready ?? "/";
      const server = { url, headers, start, interception, isolation, cwd, environment, state, process: shared };
      return compact({ kind: "http" as const, ...server, ready, readyWithin, propagates, contract: named?.spoken });
    }
  }
}

/** A server that runs already is where it is. */
function refusesIsolation(section: Section, isolation: IsolationName | undefined, loading: Loading): boolean {
  if (isolation !== "network") return false;
  loading.problems.at(
    part(section, "isolation"),
    'Cannot use "isolation: network" with a server that runs already: only what Brownout starts can be held. Give it a "start" command, or leave "isolation" out.',
  );
  return true;
}

/**
 * The contract that a definition names, with its settings. @param usual take the kind's first where none is named.
 * Undefined = none; `wrong` = what is wrong has been said.
 */
function contractOf(
  written: Extract<z.output<typeof targetSchema>, { kind: "http" | "command" }>,
  section: Section,
  usual: boolean,
  loading: Loading,
): { readonly spoken: SpokenContract; readonly ready?: string | undefined } | "wrong" | undefined {
  const all = (loading.registry.contracts ?? []).filter(({ kind }) => kind === written.kind);
  const { contract: name } = written;
  if (name === undefined && !usual) {
    if (written.with === undefined) return undefined;
    loading.problems.at(
      part(section, "with"),
      'These are settings of a contract, and none is named. Say "contract", or "process: per-trial" for lines of JSON.',
      "key",
    );
    return "wrong";
  }
  const found = name === undefined ? all[0] : all.find((one) => one.name === name);
  if (found === undefined) {
    const names = all.map((one) => one.name);
    const hint = didYouMean(name ?? "", names) || ` There is ${names.join(", ")}.`;
    loading.problems.at(part(section, "contract"), `No ${written.kind} target speaks "${name}".${hint}`);
    return "wrong";
  }
  if (written.kind === "command" && written.process === "per-task") {
    loading.problems.at(
      part(section, "process"),
      `A process that speaks "${found.name}" takes many tasks: say per-trial or shared, or leave it out.`,
    );
    return "wrong";
  }
  const settings = read(found.settings, { ...part(section, "with"), value: written.with ?? {} }, loading.problems);
  return settings === undefined ? "wrong" : { spoken: { name: found.name, settings }, ready: found.ready };
}
