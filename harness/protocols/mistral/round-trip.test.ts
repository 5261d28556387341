import fc from "fast-check";
import { describeRoundTrip } from "../testing/describe-round-trip.ts";
import { anyText } from "../testing/turns.ts";
import { mistral } from "./index.ts";

describeRoundTrip({
  protocol: mistral,
  operation: "chat",
  whole: anyText(),
  streamed: anyText(),
  cuts: ["length", "context-window"],
  callId: fc.stringMatching(/^[a-zA-Z0-9]{9}$/),
});
