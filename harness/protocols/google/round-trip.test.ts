import { describeRoundTrip } from "../testing/describe-round-trip.ts";
import { jsonObject } from "../testing/turns.ts";
import { gemini, vertex } from "./index.ts";

const wires = [
  { protocol: gemini, form: "events" },
  { protocol: gemini, form: "array" },
  { protocol: vertex, form: "events" },
];

for (const { protocol, form } of wires) {
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
