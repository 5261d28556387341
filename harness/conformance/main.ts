/**
 * Puts real clients through every failure of their wires.
 *
 *     npm run conformance [-- --short] [--sdk TEXT] [--case TEXT] [--route NAME] [--shard I/N] [--write] [--verbose]
 */
import { writeFileSync } from "node:fs";
import { drivers } from "./index.ts";
import { type RunOptions, readOptions, Usage } from "./options.ts";
import { type Conformance, conform } from "./run.ts";
import { conformancePage } from "./table.ts";

// Whatever ends this early, it has not succeeded.
process.exitCode = 1;
try {
  const options = readOptions(process.argv.slice(2), drivers);
  const found = await conform(options.chosen, {
    ...options,
    onDriver: (driver, route) => console.error(`${route}: ${driver.id}`),
  });
  process.exitCode = tell(found, options) === 0 ? 0 : 1;
  if (options.write)
    writeFileSync(new URL("../../docs/conformance.md", import.meta.url), conformancePage(found.results));
} catch (error) {
  if (!(error instanceof Usage)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}

/** Says what is not as expected; how many cells that are. */
function tell({ results, strays }: Conformance, { chosen, verbose }: RunOptions): number {
  for (const stray of strays) console.error(`✗ ${stray}`);
  const wrong = results.filter(({ problems }) => problems.length > 0);
  for (const { cell, observed, problems } of results) {
    if (problems.length > 0)
      console.error([`✗ ${cell.driver.id} · ${cell.one.id}`, ...problems.map((text) => `    ${text}`)].join("\n"));
    if (verbose || problems.length > 0) console.error(`    ${JSON.stringify(observed)}`);
  }
  const tried = results.filter(({ cell }) => cell.expected !== undefined).length;
  const runs = results.reduce((sum, { observed }) => sum + Object.keys(observed).length, 0);
  const failed = wrong.length + strays.length;
  const again = results.filter((result) => result.again).map(({ cell }) => `${cell.driver.id} · ${cell.one.id}`);
  if (again.length > 0) console.error(`asked once more by themselves: ${again.join("; ")}`);
  console.error(`${tried} cases of ${chosen.length} clients, ${runs} runs, ${failed} not as expected`);
  return failed;
}
