import { alarmed, type Observation } from "./observe.ts";
import type { DefectResult, VariantResult, ZooResult } from "./run-zoo.ts";
import { type Share, totalsOf } from "./totals.ts";

const percent = (value: number): string => `${(100 * value).toFixed(1)} %`;
const told = ({ of, n, low, high }: Share): string =>
  n === 0 ? "none asked" : `${of} of ${n} (${percent(of / n)}; 95 % interval ${percent(low)} to ${percent(high)})`;
const file = (id: string): string => id.split("/").at(-1) ?? id;
const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
const unique = (all: readonly string[]): string => [...new Set(all)].map((one) => `\`${one}\``).join(" ") || "–";

/** The totals. */
function summary(result: ZooResult): string {
  const totals = totalsOf(result);
  return [
    "| | |",
    "| --- | --- |",
    row(["Defects convicted (recall)", told(totals.recall)]),
    row(["Convicted with the right cause named", told(totals.rightCause)]),
    row(["False alarms over the sturdy variants, by run", told(totals.falseAlarms)]),
    row(["Spent", `${totals.trials} trials, ${Math.round(totals.seconds)} s on one thread`]),
    "",
  ].join("\n");
}

/** What the README shows of the page: the totals, and the table of defects to unfold. */
export function inReadme(page: string): string {
  const [head = "", defects = ""] = page.split("\n## ");
  const totals = head.slice(head.indexOf("| | |"));
  const table = defects.slice(defects.indexOf("| Defect"));
  return [
    totals.trim(),
    "",
    "<details>",
    "<summary>Every defect</summary>",
    "",
    table.trim(),
    "",
    "</details>",
    "",
  ].join("\n");
}

/** The whole page: each defect and each variant, with what was said of it. */
export function zooPage(result: ZooResult, command: string): string {
  return [
    `<!-- Written by \`${command}\`. -->`,
    "",
    "# The instrument's own test",
    "",
    "Each defect is the sturdy support agent with one mitigation taken out or one fault planted; each variant is sturdy in another",
    "way, and nothing may be found wrong with it. An experiment convicts where its verdict is broken or degraded or where it names a",
    "weakness. A cause is right where one of the codes that were written down for the defect is told as a finding of its own.",
    "",
    summary(result),
    "## Defects",
    "",
    row(["Defect", "What is wrong", "Mode, dimension", "Convicted by", "Named", "Right cause"]),
    row(["---", "---", "---", "---", "---", "---"]),
    ...result.defects.map(defectRow),
    "",
    "## Variants",
    "",
    row(["Variant", "What is different", "Runs", "Held", "Alarms"]),
    row(["---", "---", "---", "---", "---"]),
    ...result.variants.map(variantRow),
    "",
    "A run is one experiment with one seed and one repeat: often too few trials to hold, which is no alarm.",
    "",
  ].join("\n");
}

const defectRow = ({ defect, asked, named, convicted }: DefectResult): string => {
  const by = asked.filter(alarmed);
  return row([
    defect.name,
    defect.what,
    `${defect.failureMode}, ${defect.dimension}`,
    by.map(({ experiment }) => file(experiment)).join(", ") || "–",
    unique(by.flatMap(({ codes }) => codes)),
    named ? "yes" : convicted ? `**no**: wanted ${unique(defect.codes.slice(0, 1))}` : "**missed**",
  ]);
};

const variantRow = ({ variant, asked, held, alarms }: VariantResult): string =>
  row([variant.name, variant.what, String(asked), String(held), alarms.length === 0 ? "0" : alarmsOf(alarms)]);

const alarmsOf = (alarms: readonly Observation[]): string => {
  const kinds = Map.groupBy(
    alarms,
    ({ experiment, codes, verdict }) => `${file(experiment)}: ${codes.join(", ") || verdict}`,
  );
  return `**${alarms.length}** (${[...kinds].map(([kind, list]) => `${kind} ×${list.length}`).join("; ")})`;
};
