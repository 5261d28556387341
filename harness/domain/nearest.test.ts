import { expect, it } from "vitest";
import { nearest } from "./nearest.ts";

it.each([
  ["ulr", ["url", "env", "kind"], "url"],
  ["latancy", ["latency", "outage"], "latency"],
  ["knid", ["kind", "name"], "kind"],
  ["xyz", ["url", "env"], undefined],
  ["URL", ["url"], "url"],
  ["latency-p59", ["latency-p50", "latency-p95", "latency-p99"], "latency-p95"],
  ["abort", ["title", "abortWhen"], "abortWhen"],
  ["latency", ["latency-p50", "latency-p95"], undefined],
])("%s: the word that was probably meant, letters that changed places among them", (written, known, meant) => {
  expect(nearest(written, known)).toBe(meant);
});
