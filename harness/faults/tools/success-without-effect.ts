import { z } from "zod";
import type { Call } from "../../domain/call.ts";
import { defineFault } from "../../domain/fault.ts";
import { withEffects } from "../shared/boundaries.ts";
import { passed } from "./passed.ts";

const params = z.strictObject({
  value: z.json().optional().describe("What it claims; by default success with the request's own arguments."),
});

const echo = (call: Call): unknown => ({
  ...(call.payload.kind === "tool" ? call.payload.request.arguments : {}),
  success: true,
  status: "completed",
});

export const successWithoutEffect = defineFault({
  name: "success-without-effect",
  summary: "The dependency reports success and has done nothing.",
  boundaries: withEffects,
  params,
  beyondContext: () =>
    "The tool has run before its result is seen, once. To reach what the tool itself calls, declare that with its own protocol and url.",
  describe: () => "success reported, nothing done",
  async inject(call, forward, context, { value }) {
    if (context.protocol.answersHere?.(call) === false) return passed(forward, context);
    context.note("not called; success reported");
    return { kind: "answer", payload: { kind: "tool", result: { status: 200, value: value ?? echo(call) } } };
  },
});
