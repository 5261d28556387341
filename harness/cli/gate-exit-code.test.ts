import { expect, test } from "vitest";
import { sampleReport, sampleResult } from "../../reports/testing/sample-result.ts";
import { gateExitCode } from "./gate.ts";

const whole = sampleReport([sampleResult()]);
const code = (ended: "interrupted" | "aborted" | "failed" | "finished", signal?: NodeJS.Signals) =>
  gateExitCode(whole, [whole, { ...whole, ended }], signal);

test("the run that did not end by itself says so, even if it is the same once more", () => {
  expect(code("interrupted", "SIGINT")).toBe(130);
  expect(code("interrupted", "SIGTERM")).toBe(143);
  expect(code("aborted")).toBe(4);
  expect(code("failed")).toBe(5);
  expect(code("finished")).toBe(3);
});
