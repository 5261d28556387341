import { findProtocol } from "../../protocols/index.ts";
import { type Case, casesFor } from "../cases.ts";
import { differences } from "../compare.ts";
import type { Driver, Expected } from "../driver.ts";
import type { Observed } from "../observe.ts";
import type { Provider } from "./provider.ts";
import { providers } from "./providers.ts";

/** A case of a driver whose provider is written down as bytes. */
export interface BareRow {
  readonly driver: Driver;
  readonly one: Case;
  readonly expected: Expected | undefined;
  readonly provider: Provider;
}

/** Servers here speak HTTP/1.1. */
export const bareRows = (drivers: readonly Driver[]): readonly BareRow[] =>
  drivers.flatMap((driver): BareRow[] => {
    const provider = providers[driver.protocol];
    const protocol = findProtocol(driver.protocol);
    if (!provider || !protocol || driver.transport !== "h1") return [];
    return casesFor(driver, protocol).map((one) => {
      const entry = driver.expected[one.id];
      return { driver, one, expected: entry && "attempts" in entry ? entry : undefined, provider };
    });
  });

/** Milliseconds that a row may take, as expected. */
export const longest = ({ expected, one }: BareRow): number =>
  (expected?.gaps ?? []).reduce((sum, [, most]) => sum + most, 0) + (expected?.takes ?? 0) + (one.abortAfter ?? 0);

/** In what it was not as expected; undefined = the provider's bytes for it are not written down. */
export function judged({ expected, provider }: BareRow, observed: Observed): readonly string[] | undefined {
  const { broken } = observed;
  if (broken !== undefined) return provider.partial ? undefined : [broken];
  return expected ? differences(expected, observed, "gateway") : ["nothing is expected"];
}
