import { existsSync } from "node:fs";
import { embed, scriptBrain } from "../brains/index.ts";
import type { RunEvent } from "../domain/events.ts";
import { startsProgram } from "../domain/target-spec.ts";
import type { Equipment } from "../execute/run.ts";
import { promptfooGrader } from "../graders/index.ts";
import {
  gateway,
  guarded,
  inProcess,
  interceptors,
  isolating,
  loadWorld,
  namespacePool,
} from "../interceptors/index.ts";
import { loadCorpus } from "../load/index.ts";
import { findProtocol } from "../protocols/index.ts";
import { bootTarget, browserPool } from "../targets/index.ts";
import { readExport } from "../telemetry/index.ts";
import { liveNetwork } from "./network.ts";
import { outcomeOf } from "./outcome-of.ts";
import { findFault } from "./registry.ts";

/** Puts the rooms together for one run. */
export function equip(options: {
  readonly route: "in-process" | "gateway";
  readonly port?: number;
  /** While this file exists, no fault fires. */
  readonly haltFile?: string;
  readonly journal: (event: RunEvent) => void;
  readonly keepPicture?: (trial: string, png: Uint8Array) => string;
}): Equipment {
  const { haltFile } = options;
  const browsers = browserPool();
  const namespaces = namespacePool();
  const corpora = new Map<string, ReturnType<typeof loadCorpus>>();
  const worlds = new Map<string, ReturnType<typeof loadWorld>>();
  return {
    route: options.route,
    interceptor: ({ spec }) => {
      if (spec.kind === "module" && options.route !== "gateway") return inProcess();
      const at = options.port === undefined ? {} : { port: options.port };
      if (spec.kind === "module") return guarded(gateway(at));
      const inner = interceptors[(spec.kind === "browser" ? undefined : spec.interception) ?? "gateway"](at);
      return startsProgram(spec) && spec.isolation !== "none"
        ? isolating(inner, spec.isolation ?? "automatic", namespaces)
        : inner;
    },
    boot: (target) => bootTarget(target.spec, target.file, browsers),
    loadWorld: (file) => once(worlds, file, loadWorld),
    loadCorpus: (file) => once(corpora, file, loadCorpus),
    brain: ({ brain }) => (brain.kind === "script" ? scriptBrain(brain.persona) : undefined),
    grader: promptfooGrader,
    network: liveNetwork,
    embed,
    findFault,
    findProtocol,
    readExport,
    outcome: outcomeOf,
    journal: options.journal,
    ...(options.keepPicture ? { keepPicture: options.keepPicture } : {}),
    close: async () => {
      await Promise.all([browsers.close(), namespaces.close()]);
    },
    halted: () => haltFile !== undefined && existsSync(haltFile),
  };
}

function once<T>(kept: Map<string, Promise<T>>, key: string, load: (key: string) => Promise<T>): Promise<T> {
  const known = kept.get(key);
  if (known) return known;
  const loading = load(key);
  kept.set(key, loading);
  return loading;
}
