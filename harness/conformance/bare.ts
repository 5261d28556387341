/**
 * Puts real clients against bare sockets: plain servers, without anything of Brownout in between, that answer with bytes written by hand
 * from what is known of the provider. What is measured here is where the expectations of drivers come from.
 *
 *     node harness/conformance/bare.ts [--sdk TEXT] [--case TEXT] [--at-once N] [--quick]
 *
 * `--quick` leaves out what takes longer than ten seconds.
 */
import { parseArgs } from "node:util";
import { findProtocol } from "../protocols/index.ts";
import { measure } from "./bare/measure.ts";
import { providers } from "./bare/providers.ts";
import { type Case, casesFor } from "./cases.ts";
import { differences } from "./compare.ts";
import type { Driver, Expected } from "./driver.ts";
import { drivers } from "./index.ts";
import type { Observed } from "./observe.ts";

const { values } = parseArgs({
  options: {
    sdk: { type: "string", default: "" },
    case: { type: "string", default: "" },
    "at-once": { type: "string", default: "32" },
    quick: { type: "boolean", default: false },
  },
});

interface Row {
  readonly driver: Driver;
  readonly one: Case;
  readonly expected: Expected | undefined;
}

const rows = drivers
  .filter(({ id, package: name, protocol }) => providers[protocol] && `${name} ${id}`.includes(values.sdk))
  .flatMap((driver): Row[] => {
    const protocol = findProtocol(driver.protocol);
    return (protocol ? casesFor(driver, protocol) : [])
      .filter(({ id }) => id.includes(values.case))
      .map((one) => {
        const entry = driver.expected[one.id];
        return { driver, one, expected: entry && "attempts" in entry ? entry : undefined };
      });
  })
  .filter(({ expected, one }) => !values.quick || longest(expected, one) < 10_000)
  .toSorted((a, b) => longest(b.expected, b.one) - longest(a.expected, a.one));

const left = [...rows];
let apart = 0;
const worker = async (): Promise<void> => {
  for (let row = left.shift(); row; row = left.shift()) {
    const provider = providers[row.driver.protocol];
    if (!provider) continue;
    tell(row, await measure(row.driver, row.one, provider));
  }
};
await Promise.all(Array.from({ length: Number(values["at-once"]) }, worker));
process.stdout.write(`${rows.length} cases measured, ${apart} not as expected\n`);
process.exitCode = apart === 0 ? 0 : 1;

function longest(expected: Expected | undefined, { abortAfter = 0 }: Case): number {
  return (expected?.gaps ?? []).reduce((sum, [, most]) => sum + most, 0) + (expected?.takes ?? 0) + abortAfter;
}

function tell({ driver, one, expected }: Row, observed: Observed): void {
  const { seen, attempts, gaps, broken } = observed;
  const found =
    broken === undefined ? (expected ? differences(expected, observed, "gateway") : ["nothing is expected"]) : [broken];
  if (found.length > 0) apart += 1;
  const { chain = "nothing", status, code, type, cause, message } = seen?.raised ?? {};
  const facts = [
    seen?.hung ? "waits for ever" : chain,
    ...Object.entries({ status, code, type, cause }).flatMap(([key, value]) =>
      value === undefined ? [] : `${key} ${value}`,
    ),
    `${attempts} requests`,
    ...(gaps.length > 0 ? [`gaps ${gaps.map(Math.round).join(" ")}`] : []),
    `said ${JSON.stringify(seen?.said)}`,
    ...(message === undefined ? [] : [JSON.stringify(message.slice(0, 90))]),
  ];
  const lines = [
    `${found.length > 0 ? "✗" : "✓"} ${driver.id} · ${one.id} · ${facts.join(" · ")}`,
    ...found.map((text) => `    ${text}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
