import { expect, it } from "vitest";
import { lackingPackage } from "./lacking-package.ts";

const lacking = (name: string): Error =>
  Object.assign(new Error(`Cannot find package '${name}' imported from brownout/mocks.mts`), {
    code: "ERR_MODULE_NOT_FOUND",
  });

it("says how to install Brownout, and nothing of other packages and errors", () => {
  expect(lackingPackage(lacking("brownout"))).toBe('; "npm install --save-dev brownout" installs it');
  expect(lackingPackage(lacking("browsnout"))).toBe("");
  expect(lackingPackage(new Error("Cannot find package 'brownout'"))).toBe("");
});
