/**
 * Puts real clients through every failure of their wires.
 *
 *     npm run conformance [-- --short] [--sdk TEXT] [--case TEXT] [--route NAME] [--shard I/N] [--write]
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { drivers } from "./index.ts";
import { type Route, routes } from "./observe.ts";
import { conform } from "./run.ts";
import { conformancePage } from "./table.ts";

const { values } = parseArgs({
  options: {
    short: { type: "boolean", default: false },
    sdk: { type: "string" },
    case: { type: "string" },
    route: { type: "string", multiple: true },
    shard: { type: "string" },
    write: { type: "boolean", default: false },
    verbose: { type: "boolean", default: false },
  },
});

function usage(message: string): never {
  console.error(message);
  process.exit(2);
}

function sharded<T>(items: readonly T[], shard: string | undefined): readonly T[] {
  if (shard === undefined) return items;
  const [index = 0, count = 0] = shard.split("/").map(Number);
  if (!(Number.isInteger(index) && Number.isInteger(count) && index >= 1 && index <= count))
    usage(`Cannot run shard "${shard}": write --shard 1/4.`);
  return items.filter((_, at) => at % count === index - 1);
}

const asked = values.route?.map((name): Route => {
  const route = routes.find((one) => one === name);
  return route ?? usage(`No route "${name}": it is one of ${routes.join(", ")}.`);
});
const chosen = sharded(
  drivers.filter(({ id, package: name }) => values.sdk === undefined || `${name} ${id}`.includes(values.sdk)),
  values.shard,
);
if (chosen.length === 0)
  usage(`No driver has "${values.sdk}" in its name. There are: ${drivers.map(({ id }) => id).join("; ")}.`);
const partial = chosen.length < drivers.length || values.case !== undefined || asked !== undefined || values.short;
if (values.write && partial)
  usage("--write needs the whole run: leave out --short, --sdk, --case, --route and --shard.");

const { results, strays } = await conform(chosen, {
  short: values.short,
  ...(values.case === undefined ? {} : { only: values.case }),
  ...(asked === undefined ? {} : { routes: asked }),
  onDriver: (driver, route) => console.error(`${route}: ${driver.id}`),
});
let failed = strays.length;
for (const stray of strays) console.error(`✗ ${stray}`);
for (const { cell, observed, problems } of results) {
  const name = `${cell.driver.id} · ${cell.one.id}`;
  if (problems.length > 0) {
    failed += 1;
    console.error(`✗ ${name}\n${problems.map((text) => `    ${text}`).join("\n")}`);
  }
  if (values.verbose || problems.length > 0) console.error(`    ${JSON.stringify(observed)}`);
}
const tried = results.filter(({ cell }) => cell.expected !== undefined).length;
const runs = results.reduce((sum, { observed }) => sum + Object.keys(observed).length, 0);
console.error(`${tried} cases of ${chosen.length} clients, ${runs} runs, ${failed} not as expected`);
if (values.write) writeFileSync(new URL("../../docs/conformance.md", import.meta.url), conformancePage(results));
process.exitCode = failed === 0 ? 0 : 1;
