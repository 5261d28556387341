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
  "503 Service Unavailable. The server is temporarily unable to service your request. Please try again later.",
  "404 Not Found",
  "Error: could not connect to upstream",
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
  "Service unavailable: the status of your parcel cannot be shown",
  "480 euros. The container can't be collected on Sundays.",
  "404 is the berth number.",
  "503 from the tracker, so no position today.",
])("more than an error: %s", (answer) => {
  expect(isBareError(answer)).toBe(false);
});
