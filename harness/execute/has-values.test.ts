import { expect, it } from "vitest";
import { hasValues } from "./has-values.ts";

it.each([
  [{ id: "7" }, { id: 7 }, true],
  [{ order: { id: 7 } }, { "order.id": "/^7$/" }, true],
  [{ order: { id: 7 } }, { "order.id": 8 }, false],
  [{}, { id: "undefined" }, false],
  // Whatever a client sends must not be asked for its own text.
  [{ id: { toString: null } }, { id: 7 }, false],
  [{ id: [{ toString: null }] }, { id: 7 }, false],
])("%j has %j: %s", (payload, wanted, expected) => {
  expect(hasValues(payload, wanted)).toBe(expected);
});
