import { expect, it } from "vitest";
import { eventFrame, jsonEvents } from "../shared/sse.ts";
import { encodeContext } from "../testing/calls.ts";
import { midStream } from "./mid-stream.ts";

const call = { message: { tool_calls: { function: { arguments: "" } } } };

it.each([
  [
    { type: "content-delta", index: 1 },
    { type: "content-delta", index: 1, delta: { message: { content: { text: "" } } } },
  ],
  [{ type: "tool-plan-delta" }, { type: "tool-plan-delta", delta: { message: { tool_plan: "" } } }],
  [
    { type: "tool-call-start", index: 2 },
    { type: "tool-call-delta", index: 2, delta: call },
  ],
  [
    { type: "tool-call-delta", index: 2 },
    { type: "tool-call-delta", index: 2, delta: call },
  ],
  [
    { type: "tool-call-end", index: 2 },
    { type: "content-delta", index: 0, delta: { message: { content: { text: "" } } } },
  ],
])("after %o a delta of nothing goes on with the same", (last, expected) => {
  const frame = midStream.emptyDelta?.(encodeContext(), undefined, eventFrame(last.type, last, "content"));
  expect(frame && jsonEvents(frame.bytes)[0]).toEqual({ event: expected.type, data: expected });
});
