import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gateDecision } from "../../reports/documents/json-schema-gate.ts";
import type { HtmlExtras } from "../../reports/html/extras.ts";
import type { GateDecision } from "../domain/gate.ts";
import type { RunReport } from "../domain/judgement.ts";
import type { Io } from "./io.ts";
import { writeDocuments } from "./write-documents.ts";

const decisionName = "gate.json";

/** Beside the journal, so that reports that are made again show it too. Written whole or not at all. */
export function keepDecision(report: RunReport, folder: string, io: Pick<Io, "err">, extras: HtmlExtras): void {
  try {
    const file = join(folder, decisionName);
    writeFileSync(`${file}.new`, `${JSON.stringify(report.gate, null, 2)}\n`);
    renameSync(`${file}.new`, file);
    writeDocuments(report, folder, extras);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    io.err(`The decision could not be written to ${folder}: ${why}.\n`);
  }
}

/** A decision over what was there of a run is none over the whole of it. */
export const forgetDecision = (folder: string): void => rmSync(join(folder, decisionName), { force: true });

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
