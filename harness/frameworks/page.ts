import { comparisonsOf } from "../../reports/documents/side-by-side.ts";
import { sideBySideMarkdown } from "../../reports/documents/side-by-side-table.ts";
import { counted } from "../../reports/text/figures.ts";
import type { ExperimentResult } from "../domain/judgement.ts";

const codes = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(", ");

/** What was injected, in the words of the methods. */
const injected = ({ experiment }: ExperimentResult): string =>
  experiment.cells.flatMap(({ method }) => method.map(({ description }) => description)).join("; ");

/** docs/frameworks.md of what was measured: nothing in it was known before. `date` as it is shown; `versions` as `name version`. */
export function frameworksPage(
  results: readonly ExperimentResult[],
  { date, versions }: { date: string; versions: readonly string[] },
): string {
  const comparisons = comparisonsOf({ experiments: results });
  const [first] = results;
  const tasks = first?.experiment.tasks.length ?? 0;
  const repeats = first?.experiment.repeats ?? 0;
  const asked = comparisons.flatMap(({ title, rows }) => {
    const [row] = rows;
    if (row === undefined) return [];
    const { experiment } = row.result;
    return [
      `- **${title}** ([${experiment.file.split("/").at(-1)}](../${experiment.file})): ${injected(row.result)}. ${experiment.question}`,
    ];
  });
  return `<!-- Written by \`npm run frameworks -- --write\`. -->

# Frameworks under faults

The same support desk, written with the frameworks that people use as their documentation writes it
([fixtures/frameworks](../fixtures/frameworks)), unmodified releases with their defaults, a base URL in the environment and nothing else.
The same faults for each, from [experiments/frameworks](../experiments/frameworks). Measured on ${date}, with
${counted(tasks, "task")} and ${counted(repeats, "repeat")} for each agent and fault, beside as many trials without any; Node ${process.version}.

${codes(versions)}

The model is played by a script that admits what it is told: what differs between the rows is the framework. Outcomes are those of
the tasks under the fault; attempts are requests on the wire for one call that the fault met, with the waits between them as this machine saw them. A table of
so few trials shows what a framework does, not how often. It is no ranking: most of what is missing can be configured.

${asked.join("\n")}

${sideBySideMarkdown(comparisons)}

Run it: \`npm run frameworks\`; without what it installs in addition, \`npm run brownout -- run experiments/frameworks\`.
`;
}
