import { describeRoundTrip } from "../testing/describe-round-trip.ts";
import { jsonObject } from "../testing/turns.ts";
import { ollama } from "./index.ts";

describeRoundTrip({
  protocol: ollama,
  operation: "chat",
  whole: jsonObject(),
  streamed: jsonObject(),
  cuts: ["length"],
  url: "http://model.test:11434",
  opens: false,
});
