import { formatDuration } from "../../harness/domain/duration.ts";
import type { Conclusion, EvidenceResult, FigureSummary } from "../../harness/domain/evidence.ts";
import { cleanLine } from "../text/clean.ts";

const number = (value: number): string => String(Number(value.toPrecision(3)));

/** Names end in what they are counted in: `gapMs`, `keptShare`, `gapRatio`, `attempts`. */
function valueWords(name: string, value: number): string {
  if (/Ms$/.test(name)) return formatDuration(value);
  if (/Share$/.test(name)) return `${Math.round(value * 100)}%`;
  return number(value);
}

function summaryWords(name: string, { n, mean, min, max }: FigureSummary): string {
  const spread = min === max ? "" : ` (${valueWords(name, min)} to ${valueWords(name, max)})`;
  return `${name} ${valueWords(name, mean)}${spread} n=${n}`;
}

/** `gapMs 1.2s (0.8s to 2s) n=24, keptShare 100% n=24`: means with their range; empty without figures. */
export const figureWords = (figures: EvidenceResult["figures"]): string =>
  cleanLine(
    Object.entries(figures)
      .map(([name, summary]) => summaryWords(name, summary))
      .join(", "),
  );

/** What tells something, the most telling first; what cannot be told is left to the JSON. */
const order: readonly Conclusion[] = ["violated", "absent", "present"];
export const tellingEvidence = (evidence: readonly EvidenceResult[]): readonly EvidenceResult[] =>
  order.flatMap((conclusion) => evidence.filter((one) => one.conclusion === conclusion));

export const conclusionMark: Readonly<Record<Conclusion, string>> = {
  violated: "✗",
  absent: "✗",
  present: "✓",
  "cannot-tell": "?",
};

/** `bounded-retry at inventory`; the name alone where it is about the task as a whole. */
export const mitigationWords = ({ name, about }: EvidenceResult): string =>
  cleanLine(about === "task" ? name : `${name} at ${about}`);
