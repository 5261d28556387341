import { describeRoundTrip } from "../testing/describe-round-trip.ts";
import { anyText, jsonObject } from "../testing/turns.ts";
import { anthropic } from "./index.ts";

describeRoundTrip({
  protocol: anthropic,
  operation: "chat",
  whole: jsonObject(),
  streamed: anyText().filter((text) => text !== ""),
  cuts: ["length", "refusal", "context-window"],
});
