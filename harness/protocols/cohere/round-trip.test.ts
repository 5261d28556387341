import { describeRoundTrip } from "../testing/describe-round-trip.ts";
import { anyText } from "../testing/turns.ts";
import { cohere } from "./index.ts";

describeRoundTrip({
  protocol: cohere,
  operation: "chat",
  whole: anyText(),
  streamed: anyText(),
  cuts: ["length"],
  url: "http://model.test/v2",
});
