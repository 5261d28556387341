import { expect, test } from "vitest";
import { acceptCommand } from "./accept-step.ts";

test("the file of a baseline is quoted so that a shell reads its name", () => {
  expect(acceptCommand("ci/base.yaml")).toBe('"brownout baseline accept --file ci/base.yaml"');
  expect(acceptCommand("ana's base.yaml")).toBe(`"brownout baseline accept --file 'ana'\\''s base.yaml'"`);
});
