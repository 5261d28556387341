import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { isBreak } from "../../domain/wire.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { describeDistribution, distribution, sample } from "../shared/distribution.ts";
import { count } from "../shared/sentence.ts";

const params = z.strictObject({
  gap: distribution().prefault("250ms").describe("Wait between two content events: a duration or a distribution."),
});

export const slowTokens = defineFault({
  name: "slow-tokens",
  summary: "The model's tokens come slowly: a gap stands between any two content events of its stream.",
  boundaries: onlyModel,
  params,
  streamsOnly: true,
  describe: ({ gap }) => `gap between tokens ${describeDistribution(gap)}`,
  async *transmit(pieces, _call, context, { gap }) {
    let seen = 0;
    let streamed = true;
    let slowed = false;
    for await (const piece of pieces) {
      if (!isBreak(piece) && piece.mark === "whole") streamed = false;
      if (!isBreak(piece) && piece.mark === "content") {
        seen += 1;
        const wait = seen > 1 ? Math.round(sample(gap, context.chance)) : 0;
        if (wait > 0) {
          if (!slowed) context.note(`gap between tokens ${describeDistribution(gap)}`);
          slowed = true;
          await context.clock.sleep(wait, context.signal);
        }
      }
      yield piece;
    }
    if (!streamed) context.idle("the reply was not streamed");
    else if (seen < 2) context.idle(`the stream had ${count(seen, "content event")}`);
    else if (!slowed) context.idle("every gap is 0 ms");
  },
});
