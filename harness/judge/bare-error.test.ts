import { expect, test } from "vitest";
import { isBareError } from "./bare-error.ts";

test.each([
  "Something went wrong. Please try again later.",
  "An unexpected error occurred while processing your request.",
  "Sorry, I encountered an error. Please try again later.",
  "Error",
  "Error: 503 Service Unavailable",
  "TypeError: x is not a function",
  "Internal Server Error",
  "HTTP 503",
  "Oops! Something went wrong on our end.",
  "We are experiencing technical difficulties.",
  '{"error":{"message":"overloaded"}}',
  '{"success":false}',
])("nothing but an error: %s", (answer) => {
  expect(isBareError(answer)).toBe(true);
});

test.each([
  "",
  "Please try again later.",
  "I could not reach the order system. Please try again later.",
  "Error: I could not reach the order system, so I have opened a ticket.",
  "Something went wrong. A colleague will get back to you.",
  "The error in your bill is $5.",
  "Errors on the bill are rare; you have 30 days.",
  '{"answer":"30 days"}',
  "{broken",
])("more than an error: %s", (answer) => {
  expect(isBareError(answer)).toBe(false);
});
