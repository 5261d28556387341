import type { Protocol } from "../domain/protocol.ts";
import { type Case, casesFor } from "./cases.ts";
import type { Driver, Expected } from "./driver.ts";
import { type Route, routes } from "./observe.ts";

/** One cell of the table: a case of a driver, with what is expected of it and where it is tried. */
export interface Cell {
  readonly driver: Driver;
  readonly one: Case;
  readonly expected: Expected | undefined;
  /** Why it is not tried at all. */
  readonly notTried?: string;
  readonly routes: readonly Route[];
  /** It needs a connection that is never made, and the gateway has accepted the client's already. */
  readonly inProcessOnly?: true;
}

/** The short form asks each failure of a protocol once on real time; waits longer than this are for the whole run. */
const longMs = 6000;

/** @param short each case of a protocol once over the real-time routes, by the first driver that has it; all in process. */
export function planCells(
  drivers: readonly Driver[],
  findProtocol: (name: string) => Protocol | undefined,
  short: boolean,
): readonly Cell[] {
  const asked = new Set<string>();
  return drivers.flatMap((driver) => {
    const protocol = findProtocol(driver.protocol);
    if (!protocol) throw new Error(`Driver "${driver.id}" speaks "${driver.protocol}", and there is no such protocol.`);
    return casesFor(driver, protocol).map((one): Cell => {
      const entry = driver.expected[one.id];
      if (entry === undefined) return { driver, one, expected: undefined, routes: [] };
      if ("notTried" in entry) return { driver, one, expected: undefined, notTried: entry.notTried, routes: [] };
      const cell = { driver, one, expected: entry };
      if (one.id === "refused" || one.id === "dns") return { ...cell, routes: ["in-process"], inProcessOnly: true };
      const key = `${driver.protocol} ${driver.transport} ${one.id}`;
      const again = asked.has(key);
      asked.add(key);
      return { ...cell, routes: short && (again || durationOf(entry, one) > longMs) ? ["in-process"] : routes };
    });
  });
}

/** How long a case takes on real time at the most, as expected. */
const durationOf = ({ gaps = [], takes = 0 }: Expected, one: Case): number =>
  gaps.reduce((sum, [, most]) => sum + most, 0) + (one.abortAfter ?? 0) + takes;

/** Expectations for cases that the driver does not have: left over, or misspelt. */
export const strayExpectations = (driver: Driver, protocol: Protocol): readonly string[] => {
  const known = new Set(casesFor(driver, protocol).map(({ id }) => id));
  return Object.keys(driver.expected).filter((id) => !known.has(id));
};
