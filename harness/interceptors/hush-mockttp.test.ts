import { expect, it, vi } from "vitest";
import { hushMockttp } from "./hush-mockttp.ts";

it("keeps what mockttp tells the console, and nothing else, from it", () => {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  const hushed = [hushMockttp(), hushMockttp()];
  console.error("Failed to handle request:", "socket hang up");
  console.error("ours");
  for (const one of hushed) one[Symbol.dispose]();
  console.error("Failed to handle request:", "somebody else's");
  expect(error.mock.calls.map(([first]) => first)).toEqual(["ours", "Failed to handle request:"]);
});
