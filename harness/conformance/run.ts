import { findProtocol } from "../protocols/index.ts";
import { differences, routeDifferences } from "./compare.ts";
import type { Driver } from "./driver.ts";
import { type Observed, observe, type Route, routes } from "./observe.ts";
import { type Cell, planCells, strayExpectations } from "./plan.ts";

export interface CellResult {
  readonly cell: Cell;
  readonly observed: Readonly<Partial<Record<Route, Observed>>>;
  /** It differed on real time at first, and was asked once more by itself. */
  readonly again: boolean;
  /** What is wrong, in words; empty = as expected over every route. */
  readonly problems: readonly string[];
}

export interface Conformance {
  readonly results: readonly CellResult[];
  /** Problems that belong to no cell. */
  readonly strays: readonly string[];
}

interface Options {
  readonly short: boolean;
  readonly routes?: readonly Route[];
  /** Only cases whose id has this in it. */
  readonly only?: string;
  readonly onDriver?: (driver: Driver, route: Route) => void;
}

/** Puts drivers through their cases: first everything on virtual time, then the real-time routes, many at once. */
export async function conform(drivers: readonly Driver[], options: Options): Promise<Conformance> {
  const cells = planCells(drivers, findProtocol, options.short).filter(
    ({ one }) => options.only === undefined || one.id.includes(options.only),
  );
  const seen = new Map<Cell, Partial<Record<Route, Observed>>>(cells.map((cell) => [cell, {}]));
  const go = async ({ driver, route, which, atOnce }: Batch): Promise<void> => {
    const mine = cells.filter((cell) => cell.driver === driver && cell.routes.includes(route) && which(cell));
    if (mine.length === 0 || !(options.routes ?? routes).includes(route)) return;
    options.onDriver?.(driver, route);
    const observed = await observe(
      driver,
      mine.map(({ one }) => one),
      route,
      atOnce,
    );
    for (const cell of mine) Object.assign(seen.get(cell) ?? {}, { [route]: observed.get(cell.one.id) });
  };
  const batches = (which: Batch["which"], atOnce: number, over: readonly Route[]): Batch[] =>
    drivers.flatMap((driver) => over.map((route) => ({ driver, route, which, atOnce })));
  const realTime = ["gateway", "relay"] as const;
  await inTurns(
    batches(() => true, 16, ["in-process"]),
    1,
    go,
  );
  // Waits cost nothing, so many at once; but a client's own timeout must not run out because others are busy.
  await inTurns(
    batches((cell) => !isTimed(cell), 48, realTime),
    4,
    go,
  );
  await inTurns(batches(isTimed, 4, realTime), 2, go);
  // Real time is other people's too: what differs there is asked once more by itself, and the table counts it.
  const doubtful = new Set(
    cells.filter((cell) => {
      const observed = seen.get(cell) ?? {};
      const virtual = observed["in-process"];
      return (
        problemsOf(cell, virtual ? { "in-process": virtual } : {}).length === 0 && problemsOf(cell, observed).length > 0
      );
    }),
  );
  await inTurns(
    batches((cell) => doubtful.has(cell), 1, realTime),
    1,
    go,
  );
  return {
    results: cells.map((cell) => ({
      cell,
      observed: seen.get(cell) ?? {},
      again: doubtful.has(cell),
      problems: problemsOf(cell, seen.get(cell) ?? {}),
    })),
    strays: drivers.flatMap((driver) => {
      const protocol = findProtocol(driver.protocol);
      return (protocol ? strayExpectations(driver, protocol) : []).map(
        (id) => `${driver.id}: expects "${id}", which is no case of it`,
      );
    }),
  };
}

interface Batch {
  readonly driver: Driver;
  readonly route: Route;
  readonly which: (cell: Cell) => boolean;
  readonly atOnce: number;
}

const isTimed = ({ one }: Cell): boolean => one.timeout !== undefined || one.abortAfter !== undefined;

async function inTurns<T>(items: readonly T[], workers: number, body: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const worker = async (): Promise<void> => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) await body(next);
  };
  await Promise.all(Array.from({ length: workers }, worker));
}

function problemsOf(cell: Cell, observed: Partial<Record<Route, Observed>>): string[] {
  const { expected } = cell;
  if (expected === undefined)
    return cell.notTried === undefined ? ["no expectation, and no reason why it is not tried"] : [];
  const entries = Object.entries(observed) as [Route, Observed][];
  const wrong = entries.flatMap(([route, one]) => differences(expected, one, route).map((text) => `${route}: ${text}`));
  const [first, ...others] = entries;
  const apart = first
    ? others.flatMap(([route, one]) =>
        routeDifferences(first[1], one).map((text) => `${first[0]} and ${route} differ, ${text}`),
      )
    : [];
  const silent = entries.flatMap(([route, one]) =>
    cell.one.fault !== undefined && one.fired === undefined ? [`${route}: the fault never fired`] : [],
  );
  return [...wrong, ...apart, ...silent];
}
