import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gateDecision } from "../../reports/documents/json-schema-gate.ts";
import type { Baseline, PairFigure } from "../domain/baseline.ts";
import type { GateDecision, GatePolicy } from "../domain/gate.ts";
import type { RunReport } from "../domain/judgement.ts";
import { catalogue } from "../judge/index.ts";
import { type GateNames, loadBaseline, loadGatePolicy } from "../load/index.ts";
import { probes } from "../probes/index.ts";
import { decideGate, pairFiguresOf, standardScores } from "../score/index.ts";
import { analyse } from "./analyse.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { registry } from "./registry.ts";
import { writeDocuments } from "./write-documents.ts";

/** Names that a policy may use. */
export const gateNames: GateNames = { codes: Object.keys(catalogue), scores: standardScores };

/** A policy, and what it compares with: everything that can be wrong is said before anything is run. */
export interface Asked {
  readonly policy: GatePolicy;
  readonly baseline?: Baseline;
}

/** @throws {InvalidInput} if the policy or its baseline is not there or not valid. */
export async function loadAsked(path: string, cwd: string): Promise<Asked> {
  const policy = await loadGatePolicy(path, registry, gateNames, { cwd });
  return policy.baseline === undefined
    ? { policy }
    : { policy, baseline: await loadBaseline(policy.baseline.absolute, { cwd }) };
}

/** journal ▸ judge ▸ score ▸ decide. */
export async function decideOver(journal: string, { policy, baseline }: Asked): Promise<RunReport> {
  const { report, figures } = await analysePairs(journal);
  const today = new Date().toISOString().slice(0, 10);
  const gate = decideGate(report, policy, { probes, today, figures, ...(baseline === undefined ? {} : { baseline }) });
  return { ...report, gate };
}

/** The report of a journal, and what its scores were in each pair. */
export async function analysePairs(
  journal: string,
): Promise<{ readonly report: RunReport; readonly figures: readonly PairFigure[] }> {
  let figures: readonly PairFigure[] = [];
  const report = await analyse(journal, {
    portions: (portions) => {
      figures = pairFiguresOf(portions);
    },
  });
  return { report, figures };
}

/** A run that did not end by itself says so by its own code; otherwise the decision does. */
export function gateExitCode(report: RunReport, signal?: NodeJS.Signals): number {
  const own = exitCodeOf(report, signal);
  if (own !== exitCodes.held && own !== exitCodes.broken && own !== exitCodes.inconclusive) return own;
  const { standing } = report.gate ?? { standing: "inconclusive" };
  return { passed: exitCodes.held, inconclusive: exitCodes.inconclusive, failed: exitCodes.broken }[standing];
}

const decisionName = "gate.json";

/** Beside the journal, so that reports that are made again show it too. Written whole or not at all. */
export function keepDecision(report: RunReport, folder: string, io: Pick<Io, "err">): void {
  try {
    const file = join(folder, decisionName);
    writeFileSync(`${file}.new`, `${JSON.stringify(report.gate, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    writeDocuments(report, folder);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.err(`The decision could not be written to ${folder}: ${why}.\n`);
  }
}

/** The decision that was kept with a run, if there is one that can be read. */
export function keptDecision(folder: string): { readonly gate?: GateDecision } {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(folder, decisionName), "utf8"));
    const { data } = gateDecision.safeParse(kept);
    return data === undefined ? {} : { gate: data };
  } catch {
    return {};
  }
}
