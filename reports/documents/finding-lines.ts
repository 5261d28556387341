import type { Finding, RunReport, Severity } from "../../harness/domain/judgement.ts";
import { brief } from "../text/brief.ts";
import { counted } from "../text/figures.ts";
import { type Paint, painter, type Style } from "../text/paint.ts";
import type { TextOptions } from "../text/table.ts";
import { hang } from "../text/wrap.ts";
import { type ListedFinding, listFindings } from "./finding-list.ts";

/** Findings that are told with cost and advice; further ones are named. */
const toldInFull = 8;
const named = 3;

const severityStyle: Readonly<Record<Severity, Style>> = {
  critical: ["red", "bold"],
  high: "red",
  medium: "yellow",
  low: "dim",
};

/** `and, as a consequence: …`, nothing if there is none. */
export const symptomLines = (symptoms: Finding["symptoms"], indent: string, width: number): readonly string[] =>
  symptoms.length === 0
    ? []
    : hang(indent, brief(`and, as a consequence: ${symptoms.map(({ title }) => lower(title)).join("; ")}`, 300), width);

const lower = (title: string): string => title.slice(0, 1).toLowerCase() + title.slice(1);

/** Every weakness of the run, the gravest first, under the number that `brownout explain` takes. Empty without findings. */
export function findingLines(report: RunReport, options: TextOptions): readonly string[] {
  const paint = painter(options.colour);
  const list = listFindings(report);
  const [first] = list;
  if (first === undefined) return [];
  return [
    paint("bold", counted(list.length, "Finding")),
    ...list.slice(0, toldInFull).flatMap((finding) => inFull(finding, options.width, paint)),
    ...list.slice(toldInFull).flatMap((finding) => heading(finding, options.width, paint)),
    ...hang("  ", `The events behind each: brownout explain ${brief(report.run, 60)} NUMBER`, options.width),
  ];
}

function heading(
  { number, severity, title, count, seen }: ListedFinding,
  width: number,
  paint: Paint,
): readonly string[] {
  const where = seen.length === 1 ? "" : ` of ${seen.length} experiments`;
  return hang(
    `${String(number).padStart(4)}. ${severity.padEnd(9)}`,
    brief(`${title}, in ${counted(count, "trial")}${where}`),
    width,
  ).map((line) => paint(severityStyle[severity], line));
}

function inFull(finding: ListedFinding, width: number, paint: Paint): readonly string[] {
  const { cost, advice, symptoms, seen } = finding;
  const indent = " ".repeat(15);
  const titles = seen.slice(0, named).map(({ result }) => `“${brief(result.experiment.title, 80)}”`);
  const others = seen.length > named ? ` and ${seen.length - named} more` : "";
  return [
    ...heading(finding, width, paint),
    ...symptomLines(symptoms, indent, width),
    ...hang(`${indent}in `, `${titles.join(", ")}${others}`, width).map((line) => paint("dim", line)),
    ...(cost === "" ? [] : hang(`${indent}costs `, brief(cost, 200), width)),
    ...hang(`${indent}→ `, brief(advice), width).map((line) => paint("cyan", line)),
  ];
}
