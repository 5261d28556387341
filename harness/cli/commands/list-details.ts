import { featuresOf } from "../../domain/features.ts";
import { parametersOf } from "../../faults/catalogue.ts";
import { faults } from "../../faults/index.ts";
import { catalogue } from "../../judge/index.ts";
import { didYouMean } from "../../load/suggest.ts";
import { probes } from "../../probes/index.ts";
import { protocols } from "../../protocols/index.ts";
import { contracts } from "../../targets/index.ts";

type Refuse = (message: string) => never;

export interface Details {
  /** `name (where): what it is`. */
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** What there is to know of one fault, probe, protocol or finding. `refuse` says that there is none of the name. */
export function detailsOf(
  kind: "faults" | "probes" | "protocols" | "contracts" | "findings",
  name: string,
  refuse: Refuse,
): Details {
  switch (kind) {
    case "faults": {
      const fault = named(kind, faults, name, refuse);
      return {
        title: `${fault.name} (${fault.boundaries.join(", ")}): ${fault.summary}`,
        rows: parametersOf(fault).map(({ name: parameter, usual, required, description }) => ({
          parameter,
          "if left out": usual ?? (required ? "required" : ""),
          "what it says": description,
        })),
      };
    }
    case "probes": {
      const { name: probe, unit, summary } = named(kind, Object.values(probes), name, refuse);
      return { title: `${probe} (${unit}): ${summary}`, rows: [] };
    }
    case "protocols": {
      const protocol = named(kind, protocols, name, refuse);
      return { title: `${protocol.name} (${protocol.boundary}): ${protocol.summary}`, rows: shownBy(protocol) };
    }
    case "contracts": {
      const { kind: of, summary, settings } = named(kind, contracts, name, refuse);
      return {
        title: `${name} (${of}): ${summary}`,
        rows: parametersOf({ params: settings }).map(({ name: setting, usual, required, description }) => ({
          setting,
          "if left out": usual ?? (required ? "required" : ""),
          "what it says": description,
        })),
      };
    }
    case "findings": {
      const findings = Object.entries(catalogue).map(([code, weakness]) => ({ name: code, ...weakness }));
      const { name: code, title, severity, failureMode, dimension, ...told } = named(kind, findings, name, refuse);
      return {
        title: `${code} (${severity}; ${failureMode}, ${dimension}): ${title}.`,
        rows: [
          { "": "what it costs", "what it says": told.cost },
          { "": "how to mend it", "what it says": told.advice },
          { "": "evidence", "what it says": told.evidence.join(", ") },
          { "": "explains", "what it says": told.explains.join(", ") },
        ].filter((row) => row["what it says"] !== ""),
      };
    }
  }
}

function shownBy(protocol: (typeof protocols)[number]): Details["rows"] {
  const features = [...featuresOf(protocol)].map((feature) => feature.split(":"));
  const kindsOf = (group: string): string =>
    features.flatMap(([what, kind]) => (what === group && kind !== undefined ? [kind] : [])).join(", ");
  return [
    { "it has": "operations", which: protocol.operations?.({})?.join(", ") ?? "" },
    { "it has": "failures", which: kindsOf("failure") },
    { "it has": "inside a stream", which: kindsOf("in-stream") },
    { "it has": "hollow successes", which: kindsOf("hollow") },
    { "it has": "stop reasons", which: kindsOf("stop") },
    {
      "it has": "can show",
      which: features.flatMap(([what = "", kind]) => (kind === undefined ? [what] : [])).join(", "),
    },
  ].filter(({ which }) => which !== "");
}

function named<T extends { readonly name: string }>(kind: string, all: readonly T[], name: string, refuse: Refuse): T {
  const found = all.find((one) => one.name === name);
  if (found) return found;
  const hint = didYouMean(
    name,
    all.map((one) => one.name),
  );
  return refuse(`there is no "${name}" among the ${kind}.${hint || ` See "brownout list ${kind}".`}`);
}
