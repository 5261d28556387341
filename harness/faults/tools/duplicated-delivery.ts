import { defineFault } from "../../domain/fault.ts";
import { withEffects } from "../shared/boundaries.ts";
import { describeReply, settle } from "../shared/change-answer.ts";
import { noParams } from "../shared/no-params.ts";

export const duplicatedDelivery = defineFault({
  name: "duplicated-delivery",
  summary:
    "The dependency receives the request twice, as an at-least-once network delivers it, and the agent sees one reply.",
  boundaries: withEffects,
  params: noParams,
  beyondContext: () =>
    "The tool has run before its result is seen, once. To reach what the tool itself calls, declare that with its own protocol and url.",
  describe: () => "request delivered twice, one reply",
  async inject(_call, forward, context) {
    const reply = await settle(await forward());
    const second = await settle(await forward());
    const same = second.kind === "answer" || (second.kind === "raw" && second.wire.status < 400);
    context.note(`delivered twice${same ? "" : `; the second time ${describeReply(second)}`}`);
    return reply;
  },
});
