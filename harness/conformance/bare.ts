/**
 * Puts real clients against bare sockets: plain servers, without anything of Brownout in between, that answer with bytes written by hand
 * from what is known of the provider. What drivers expect was measured here.
 *
 *     node harness/conformance/bare.ts [--sdk TEXT] [--case TEXT] [--at-once N] [--quick]
 *
 * `--quick` leaves out what takes longer than ten seconds. Timeouts are real: on a busy machine, ask for a few at once.
 */
import { parseArgs } from "node:util";
import { measure } from "./bare/measure.ts";
import { type BareRow, bareRows, judged, longest } from "./bare/rows.ts";
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

const left = bareRows(drivers.filter(({ id, package: name }) => `${name} ${id}`.includes(values.sdk)))
  .filter((row) => row.one.id.includes(values.case) && !(values.quick && longest(row) > 10_000))
  .toSorted((a, b) => longest(b) - longest(a));

const found = { measured: 0, apart: 0, unwritten: 0 };
const worker = async (): Promise<void> => {
  for (let row = left.shift(); row; row = left.shift()) tell(row, await measure(row.driver, row.one, row.provider));
};
await Promise.all(Array.from({ length: Number(values["at-once"]) }, worker));
process.stdout.write(
  `${found.measured} cases measured, ${found.apart} not as expected; ${found.unwritten} without bytes or out of sight\n`,
);
process.exitCode = found.apart === 0 ? 0 : 1;

function tell(row: BareRow, observed: Observed): void {
  const apart = judged(row, observed);
  if (apart === undefined) {
    found.unwritten += 1;
    return;
  }
  found.measured += 1;
  if (apart.length > 0) found.apart += 1;
  const { seen, attempts, gaps } = observed;
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
  const mark = apart.length > 0 ? "✗" : "✓";
  const lines = [
    `${mark} ${row.driver.id} · ${row.one.id} · ${facts.join(" · ")}`,
    ...apart.map((text) => `    ${text}`),
  ];
  process.stdout.write(`${lines.join("\n")}\n`);
}
