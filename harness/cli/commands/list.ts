import { InvalidArgumentError } from "commander";
import { renderList } from "../../../reports/documents/list.ts";
import { faults } from "../../faults/index.ts";
import { catalogue } from "../../judge/index.ts";
import { loadExperiments } from "../../load/index.ts";
import { suggestion } from "../../load/suggest.ts";
import { probes } from "../../probes/index.ts";
import { protocols } from "../../protocols/index.ts";
import { contracts } from "../../targets/index.ts";
import { exitCodes } from "../exit-codes.ts";
import type { AddCommand } from "../program.ts";
import { registry } from "../registry.ts";
import { detailsOf } from "./list-details.ts";

const kinds = ["faults", "probes", "protocols", "contracts", "findings", "experiments"] as const;
type Kind = (typeof kinds)[number];

export const addList: AddCommand = (program, io, finish) => {
  program
    .command("list")
    .description(
      "what there is: faults, probes, protocols, contracts of targets, findings, or the experiments below a folder",
    )
    .argument("[kind]", kinds.join(", "), kindOf, "faults")
    .argument("[names...]", "some of them, in detail; for experiments: files, folders or globs")
    .addHelpText(
      "after",
      "\nExamples:\n  brownout list faults\n  brownout list faults cut-stream\n  brownout list protocols bedrock\n  brownout list findings retry-storm\n  brownout list experiments experiments/shared-fate",
    )
    .action((kind: Kind, names: string[]) => finish(list(kind, names)));

  async function list(kind: Kind, names: string[]): Promise<number> {
    const style = { width: Math.min(io.columns, 140), colour: io.colour };
    if (kind === "experiments" || names.length === 0) {
      io.out(renderList(kind, await rowsOf(kind, names.length === 0 ? ["experiments"] : names), style));
      return exitCodes.held;
    }
    for (const { title, rows } of names.map((name) =>
      detailsOf(kind, name, (message) => program.error(`error: ${message}`)),
    ))
      io.out(`${title}\n${rows.length === 0 ? "" : `\n${renderList(kind, rows, style)}`}`);
    return exitCodes.held;
  }

  async function rowsOf(kind: Kind, paths: string[]): Promise<Record<string, string>[]> {
    switch (kind) {
      case "faults":
        return faults.map(({ name, boundaries, summary }) => ({
          fault: name,
          boundaries: boundaries.join(", "),
          "what it does": summary,
        }));
      case "probes":
        return Object.values(probes).map(({ name, unit, better, summary }) => ({
          probe: name,
          unit,
          better,
          "what it means": summary,
        }));
      case "protocols":
        return protocols.map(({ name, boundary, summary }) => ({
          protocol: name,
          boundary,
          "what it speaks": summary,
        }));
      case "contracts":
        return contracts.map(({ name, kind, summary }) => ({
          contract: name,
          "kind of target": kind,
          "what is asked": summary,
        }));
      case "findings":
        return Object.entries(catalogue).map(([code, { severity, failureMode, dimension, title }]) => ({
          finding: code,
          severity,
          "failure mode": failureMode,
          dimension,
          "what it is": title,
        }));
      case "experiments": {
        const experiments = await loadExperiments(paths, registry, { cwd: io.cwd });
        return experiments.map(({ id, failureMode, dimension, question }) => ({
          experiment: id,
          "failure mode": failureMode,
          dimension,
          question,
        }));
      }
    }
  }
};

function kindOf(text: string): Kind {
  const kind = kinds.find((name) => name === text || name === `${text}s`);
  if (!kind) throw new InvalidArgumentError(`Known: ${kinds.join(", ")}.${suggestion(text, kinds)}`);
  return kind;
}
