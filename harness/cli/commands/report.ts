import { resolve } from "node:path";
import type { documents } from "../../../reports/documents/index.ts";
import { findRun, runsRoot } from "../../store/index.ts";
import { exitCodeOf } from "../exit-codes.ts";
import { keptDecision } from "../gate-decision.ts";
import { earlierRuns } from "../history/earlier-runs.ts";
import { historyOf } from "../history/remember.ts";
import { endpointOf, headersOf } from "../otlp/endpoint.ts";
import { sendTraces } from "../otlp/send-traces.ts";
import { printReport } from "../print-report.ts";
import type { AddCommand } from "../program.ts";
import { wholeReport } from "../whole-report.ts";
import { writeDocuments } from "../write-documents.ts";
import { collect, formatOption, whatIsPrinted } from "./options.ts";

interface Flags {
  readonly format: keyof typeof documents;
  readonly out: string;
  readonly otlp?: string;
  readonly otlpAllow?: string[];
}

export const addReport: AddCommand = (program, io, finish) => {
  program
    .command("report")
    .description("rebuild every report of a run from its journal, also of one that was cut off")
    .argument("[run]", "run id, folder, journal file, or latest", "latest")
    .option("-f, --format <format>", whatIsPrinted, formatOption, "terminal")
    .option("-o, --out <folder>", "where runs are kept", "reports/runs")
    .option(
      "--otlp <url>",
      "send each trial as a trace to this collector (OTLP over HTTP, such as http://127.0.0.1:4318)",
    )
    .option("--otlp-allow <host>", "a collector on this machine is allowed too (may be given again)", collect)
    .addHelpText(
      "after",
      "\nExamples:\n  brownout report latest --format junit > junit.xml\n  brownout report latest --format html > report.html   (it also lies in the run's folder)",
    )
    .action((run: string, flags: Flags) => finish(report(run, flags)));

  async function report(run: string, flags: Flags): Promise<number> {
    const endpoint = flags.otlp === undefined ? undefined : endpointOf(flags.otlp, flags.otlpAllow ?? []);
    const headers = endpoint === undefined ? {} : headersOf(io.env["OTEL_EXPORTER_OTLP_HEADERS"]);
    const found = findRun(run, resolve(io.cwd, flags.out));
    const { folder } = found;
    const { report: judged, extras: own } = await wholeReport(found);
    const result = { ...judged, ...keptDecision(folder) };
    const known = historyOf({ history: true, out: flags.out }, runsRoot, io.cwd);
    const extras = { ...own, history: await earlierRuns(known, io) };
    try {
      writeDocuments(result, folder, extras);
    } catch (error) {
      // Read-only or full: what was asked for can still be printed.
      io.err(
        `The reports could not be written to ${folder}: ${error instanceof Error ? error.message : String(error)}.\n`,
      );
    }
    printReport(flags.format, result, extras, io);
    if (endpoint !== undefined) {
      const { traces, spans } = await sendTraces(found.journal, { url: endpoint, headers, signal: io.signal });
      io.err(`Sent ${traces} traces with ${spans} spans to ${endpoint.origin}${endpoint.pathname}.\n`);
    }
    return exitCodeOf(result);
  }
};
