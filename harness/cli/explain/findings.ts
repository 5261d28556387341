import { listFindings } from "../../../reports/documents/finding-list.ts";
import { counted } from "../../../reports/text/figures.ts";
import type { RunReport } from "../../domain/judgement.ts";
import { openFindings } from "../../judge/index.ts";
import type { Naming, Subject } from "./telling.ts";

/** A finding by its code or its number in the report, also one that is told as the symptom of another. */
export const findingSubject: Naming = (name, report) => {
  const list = listFindings(report);
  const found = list.find(({ number, code }) => String(number) === name || code === name);
  if (!found) return symptomSubject(name, report);
  const { code, title, severity, failureMode, dimension, count, cost, advice, symptoms, seen } = found;
  return {
    title: `${found.number}. ${title}`,
    facts: [
      ["finding", `${code} · ${severity} · ${failureMode} · ${dimension}`],
      ["seen", `in ${counted(count, "trial")} of ${counted(seen.length, "experiment")}`],
      ...(cost === "" ? [] : [["costs", cost] as const]),
      ["mend", advice],
      ...(symptoms.length === 0
        ? []
        : [
            [
              "brings",
              symptoms.map((one) => `${one.title} (${one.code}, ${counted(one.count, "trial")})`).join("; "),
            ] as const,
          ]),
    ],
    places: seen.map(({ result, finding }) => ({
      id: result.experiment.id,
      sentences: [`seen in ${finding.count} of ${counted(result.trials.exposed, "trial")} that met a fault`],
    })),
    tell: tellOf(code),
  };
};

function symptomSubject(code: string, { experiments }: RunReport): Subject | undefined {
  const places = experiments.flatMap(({ experiment, findings }) =>
    findings.flatMap((cause) =>
      cause.symptoms
        .filter((symptom) => symptom.code === code)
        .map((symptom) => ({ id: experiment.id, cause, symptom })),
    ),
  );
  const [first] = places;
  if (first === undefined) return undefined;
  const causes = [...new Set(places.map(({ cause }) => cause.code))];
  return {
    title: first.symptom.title,
    facts: [["finding", `${code}, told as a consequence of ${causes.join(", ")}`]],
    places: [...Map.groupBy(places, ({ id }) => id)].map(([id, own]) => ({
      id,
      sentences: own.map(
        ({ cause, symptom }) =>
          `in ${counted(symptom.count, "trial")} as a consequence of “${cause.title}” (${cause.code})`,
      ),
    })),
    tell: tellOf(code),
  };
}

/** What the catalogue says of one pair alone: the same as it says of that pair in a run. */
const tellOf =
  (code: string): Subject["tell"] =>
  (pair, seen, experiment) => {
    const findings = openFindings(experiment);
    findings.see(pair, seen());
    return findings.finish().flatMap((finding) => {
      const marks = finding.evidence.map(({ address, detail }) => ({
        ...(address === undefined ? {} : { address }),
        detail,
      }));
      if (finding.code === code) return [{ label: "seen", marks, weight: 1 }];
      return finding.symptoms.some((symptom) => symptom.code === code)
        ? [{ label: `told under ${finding.code}`, marks, weight: 0 }]
        : [];
    });
  };
