import { z } from "zod";
import type { Reply } from "../../domain/call.ts";
import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { describeReply, settle } from "../shared/change-answer.ts";

const params = z.strictObject({
  as: z
    .enum(["hang", "gateway-timeout", "reset"])
    .default("hang")
    .describe("How the lost reply looks: nothing ever comes, a gateway gives up (504), or the connection is reset."),
});

const lost = (as: z.output<typeof params>["as"]): Reply =>
  as === "gateway-timeout"
    ? { kind: "failure", failure: { kind: "gateway-timeout" } }
    : { kind: "disconnect", code: as };

export const timeoutAfterCommit = defineFault({
  name: "timeout-after-commit",
  summary: "The dependency does the work, and then the reply is lost, so that a blind retry does it twice.",
  boundaries: everywhere,
  params,
  requires: ({ as }) => (as === "gateway-timeout" ? ["failure:gateway-timeout"] : []),
  beyondContext: ({ as }) =>
    as === "gateway-timeout"
      ? undefined
      : "A result in a conversation has no connection that could fail. Nearest is as: gateway-timeout, the error of a tool that has done its work.",
  describe: ({ as }) => `reply lost after the work was done (${as})`,
  async inject(_call, forward, context, { as }) {
    const done = await settle(await forward());
    const worked = done.kind === "answer" || (done.kind === "raw" && done.wire.status < 400);
    context.note(
      worked ? `the dependency did the work; reply lost: ${as}` : `reply lost: ${as}; ${describeReply(done)}`,
    );
    return lost(as);
  },
});
