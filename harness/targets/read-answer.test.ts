import { expect, test } from "vitest";
import { lastLines } from "./read-answer.ts";

test("the last lines of a log keep the error that a long stack has pushed out of them", () => {
  const stack = Array.from({ length: 7 }, (_, index) => `    at frame${index}`);
  const error = "Error [ERR_MODULE_NOT_FOUND]: Cannot find package 'x' imported from /a/agent.js";
  const told = ["starting", "TypeError: an earlier one", error, ...stack, "", "Node.js v24"].join("\n");
  expect(lastLines(`${told}\n`)).toBe([error, ...stack.slice(-3), "", "Node.js v24"].join("\n"));
  expect(lastLines([...stack, "KeyError: 'y'"].join("\n"))).toBe([...stack.slice(-4), "KeyError: 'y'"].join("\n"));
  expect(lastLines(stack.join("\n"))).toBe(stack.slice(-5).join("\n"));
});
