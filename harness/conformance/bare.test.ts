import { describe, expect, it } from "vitest";
import { findProtocol, protocols } from "../protocols/index.ts";
import { measure } from "./bare/measure.ts";
import { deedOf } from "./bare/provider.ts";
import { providers } from "./bare/providers.ts";
import { bareRows, judged } from "./bare/rows.ts";
import { drivers } from "./index.ts";
import { strayExpectations } from "./plan.ts";
import { undriven } from "./undriven.ts";

const rows = bareRows(drivers);
/** What needs neither a wait nor a clock: the same on a busy machine. */
const quick = rows.filter(
  ({ provider, one, expected }) => !provider.partial && one.timeout === undefined && expected?.attempts === 1,
);

it("every protocol has a client that is put through it, or a reason why it has none", () => {
  const driven = new Set(drivers.map(({ protocol }) => protocol));
  const alone = protocols.map(({ name }) => name).filter((name) => !driven.has(name));
  expect(alone.toSorted()).toEqual(Object.keys(undriven).toSorted());
});

it("no driver expects anything of what is no case of it", () => {
  const strays = drivers.flatMap((driver) => {
    const protocol = findProtocol(driver.protocol);
    return protocol ? strayExpectations(driver, protocol).map((id) => `${driver.id}: ${id}`) : [];
  });
  expect(strays).toEqual([]);
});

it("providers that are written down wholly have bytes for every case, and all that is expected of them was measured", () => {
  const wholly = rows.filter(({ provider }) => !provider.partial);
  expect(new Set(wholly.map(({ driver }) => driver.protocol)).size).toBeGreaterThan(4);
  for (const { driver, one, expected, provider } of wholly) {
    const deeds = Object.keys(provider.endpoints).map((path) =>
      deedOf(provider, one.id, path, driver.mode !== "whole"),
    );
    expect(
      deeds.some((deed) => deed !== undefined),
      `${driver.id}: ${one.id}`,
    ).toBe(true);
    expect(expected?.source, `${driver.id}: ${one.id}`).toMatch(/^measured: bare sockets/);
  }
});

it("a provider without bytes for a case has none to show", () => {
  const { anthropic } = providers;
  expect(anthropic && deedOf(anthropic, "in-stream:not-found-anywhere", "/v1/messages", true)).toBeUndefined();
});

describe.each([...Map.groupBy(quick, ({ driver }) => driver.id)])("%s on bare sockets", (_id, mine) => {
  it("makes of the bytes what is expected", { timeout: 60_000 }, async () => {
    const found = await Promise.all(
      mine.map(async (row) => [row.one.id, judged(row, await measure(row.driver, row.one, row.provider))] as const),
    );
    // What a reply says of itself changes in few ways.
    expect(found.length).toBeGreaterThan(mine[0]?.driver.asks === "account" ? 1 : 5);
    expect(found.filter(([, apart]) => apart === undefined || apart.length > 0)).toEqual([]);
  });
});
