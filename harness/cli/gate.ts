import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gateDecision } from "../../reports/documents/json-schema-gate.ts";
import type { GateDecision, GatePolicy } from "../domain/gate.ts";
import type { RunReport } from "../domain/judgement.ts";
import { catalogue } from "../judge/index.ts";
import type { GateNames } from "../load/index.ts";
import { probes } from "../probes/index.ts";
import { decideGate, standardScores } from "../score/index.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { writeDocuments } from "./perform-run.ts";

/** Names that a policy may use. */
export const gateNames: GateNames = { codes: Object.keys(catalogue), scores: standardScores };

export const decideFor = async (report: RunReport, policy: GatePolicy): Promise<GateDecision> =>
  decideGate(report, policy, { probes, today: new Date().toISOString().slice(0, 10) });

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
