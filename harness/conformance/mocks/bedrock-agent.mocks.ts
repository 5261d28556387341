import { EventStreamCodec } from "eventstream-codec-vectors";
import { HttpResponse, http } from "msw";
import { healthyAnswer } from "../experiment.ts";

const utf8 = { to: (bytes: Uint8Array) => Buffer.from(bytes).toString(), from: (text: string) => Buffer.from(text) };
const codec = new EventStreamCodec(utf8.to, utf8.from);
const text = (value: string) => ({ type: "string", value }) as const;

/** Chunks as the service model has them, written by the codec of the official client. */
const frames = healthyAnswer.split(/(?= )/).map((word) =>
  codec.encode({
    headers: {
      ":event-type": text("chunk"),
      ":content-type": text("application/json"),
      ":message-type": text("event"),
    },
    body: Buffer.from(JSON.stringify({ bytes: Buffer.from(word).toString("base64") })),
  }),
);

export default [
  http.post("https://bedrock-agent-runtime.us-east-1.amazonaws.com/agents/*", () => {
    const headers = {
      "content-type": "application/vnd.amazon.eventstream",
      "x-amzn-bedrock-agent-content-type": "application/json",
      "x-amz-bedrock-agent-session-id": "s-1",
    };
    return new HttpResponse(Buffer.concat(frames), { headers });
  }),
];
