import { parseArgs } from "node:util";
import { children, isChild } from "./children/index.ts";
import { type Pace, paces, type Section } from "./figure.ts";
import { gamedaySection } from "./gameday-section.ts";
import { gatewaySection } from "./gateway-section.ts";
import { inProcessSection } from "./in-process-section.ts";
import { judgeSection } from "./judge-section.ts";
import { machine, machineLine } from "./machine.ts";
import { ownTemporary } from "./own-temporary.ts";
import { pageSection } from "./page-section.ts";
import { relaySection } from "./relay-section.ts";
import { reportSection } from "./report-section.ts";
import { table } from "./table.ts";
import { trialSections } from "./trials-section.ts";

const usage = `npm run bench -- [--quick] [--json] [--only gateway|relay|in-process|trials|judge|report|page|gameday]

Measures Brownout against its peers in one run, as ratios, and says which aims are met.
  --quick  a rough answer in a minute or two; without it, a good one in about fifteen, of which game days take ten
  --json   every figure with its spread, as JSON
  --only   one part of it
`;

const parts: Readonly<Record<string, (pace: Pace) => Promise<readonly Section[]>>> = {
  gateway: async (pace) => [await gatewaySection(pace)],
  relay: async (pace) => [await relaySection(pace)],
  "in-process": async (pace) => [await inProcessSection(pace)],
  trials: trialSections,
  judge: async (pace) => [await judgeSection(pace)],
  report: async (pace) => [await reportSection(pace)],
  page: async () => [await pageSection()],
  gameday: async (pace) => [await gamedaySection(pace)],
};

async function bench(argv: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      quick: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      only: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return;
  }
  using _temporary = ownTemporary();
  const names = values.only === undefined ? Object.keys(parts) : [values.only];
  const pace = paces[values.quick ? "quick" : "full"];
  const on = machine();
  const sections: Section[] = [];
  for (const name of names) {
    const part = parts[name];
    if (!part) throw new Error(`Cannot measure "${name}": --only takes ${Object.keys(parts).join(", ")}.`);
    process.stderr.write(`measuring ${name} …\n`);
    sections.push(...(await part(pace)));
  }
  process.stdout.write(
    values.json
      ? `${JSON.stringify({ schema: 1, machine: on, pace, sections }, undefined, 2)}\n`
      : table(sections, machineLine(on)),
  );
}

const [flag, name, ...rest] = process.argv.slice(2);
if (flag === "--child" && name !== undefined && isChild(name) && rest.length === 0) {
  await (await children[name]()).start();
} else {
  try {
    await bench(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
