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
    for await (const piece of pieces) {
      if (!isBreak(piece) && piece.mark === "whole") streamed = false;
      if (!isBreak(piece) && piece.mark === "content") {
        seen += 1;
        if (seen === 2) context.note(`gap between tokens ${describeDistribution(gap)}`);
        if (seen > 1) await context.clock.sleep(Math.round(sample(gap, context.chance)), context.signal);
      }
      yield piece;
    }
    if (!streamed) context.note("nothing done: the reply was not streamed");
    else if (seen < 2) context.note(`nothing done: the stream had ${count(seen, "content event")}`);
  },
});
