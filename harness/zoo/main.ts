/**
 * Shows the instrument agents of which it is known what is wrong with them.
 *
 *     npm run zoo [-- --full] [--only TEXT] [--seeds N] [--write]
 */
import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { openZoo } from "./collection.ts";
import { inReadme, zooPage } from "./page.ts";
import { runZoo } from "./run-zoo.ts";

process.exitCode = 1;
const { values } = parseArgs({
  options: {
    help: { type: "boolean", default: false },
    full: { type: "boolean", default: false },
    only: { type: "string" },
    seeds: { type: "string" },
    write: { type: "boolean", default: false },
  },
});
const { full, only, write } = values;
if (values.help) {
  process.stdout.write(`npm run zoo [-- --full] [--only TEXT] [--seeds N] [--write]

  --full        every experiment that a defect names, and every variant at every experiment, 20 seeds
  --only TEXT   only animals with this in their names
  --seeds N     seeds for each variant (1; with --full 20); at each a quarter of the experiments, drawn anew
  --write       write docs/zoo.md and the README's section
`);
  process.exitCode = 0;
} else process.exitCode = (await show()) ? 0 : 1;

/** True if every defect was convicted and nothing was found in a variant. */
async function show(): Promise<boolean> {
  const seeds = Number(values.seeds ?? (full ? 20 : 1));
  if (!Number.isInteger(seeds) || seeds < 0) throw new Error("--seeds must be a whole number, 0 or more.");

  const result = await runZoo(await openZoo(), {
    every: full,
    repeats: full ? 4 : 2,
    seeds,
    share: full ? 1 : 0.25,
    ...(only === undefined ? {} : { only }),
    told: (line) => console.error(line),
  });
  const command = ["npm run zoo", ...(full ? ["--full"] : []), ...(values.seeds ? [`--seeds ${seeds}`] : [])].join(" ");
  const page = zooPage(result, command);
  process.stdout.write(page);
  if (write) {
    writeFileSync(new URL("../../docs/zoo.md", import.meta.url), page);
    writeBetween(new URL("../../README.md", import.meta.url), inReadme(page));
  }
  const sound =
    result.defects.every(({ convicted }) => convicted) && result.variants.every(({ alarms }) => alarms.length === 0);
  return sound;
}

/** Puts a text between the zoo's marks of a file, if it has them. */
function writeBetween(at: URL, text: string): void {
  const whole = readFileSync(at, "utf8");
  const marked = whole.replace(/(<!-- zoo -->\n)[\s\S]*?(<!-- \/zoo -->)/, `$1\n${text}\n$2`);
  writeFileSync(at, marked);
}
