import { describeRoundTrip } from "../testing/describe-round-trip.ts";
import { jsonObject } from "../testing/turns.ts";
import { gemini, vertex } from "./index.ts";

for (const protocol of [gemini, vertex]) {
  for (const form of ["events", "array"]) {
    describeRoundTrip({
      protocol,
      operation: "chat",
      whole: jsonObject(),
      streamed: jsonObject(),
      cuts: ["length", "content-filter", "malformed"],
      echo: (stream) => (stream ? form : "whole"),
      opens: false,
    });
  }
}
