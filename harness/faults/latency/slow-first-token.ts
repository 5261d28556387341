import { z } from "zod";
import { formatDuration } from "../../domain/duration.ts";
import { defineFault } from "../../domain/fault.ts";
import { isBreak } from "../../domain/wire.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { describeDistribution, distribution, sample } from "../shared/distribution.ts";

const params = z.strictObject({
  delay: distribution().prefault("5s").describe("Wait before the first content: a duration or a distribution."),
});

export const slowFirstToken = defineFault({
  name: "slow-first-token",
  summary: "The model thinks for long before its first token; after it the answer comes at its usual pace.",
  boundaries: onlyModel,
  params,
  describe: ({ delay }) => `first token ${describeDistribution(delay)} later`,
  async *transmit(pieces, _call, context, { delay }) {
    const wait = Math.round(sample(delay, context.chance));
    if (wait === 0) {
      context.idle("the wait is 0 ms");
      yield* pieces;
      return;
    }
    let waited = false;
    for await (const piece of pieces) {
      if (!waited && !isBreak(piece) && (piece.mark === "content" || piece.mark === "whole")) {
        waited = true;
        context.note(
          piece.mark === "whole"
            ? `body ${formatDuration(wait)} later (not streamed)`
            : `first content ${formatDuration(wait)} later`,
        );
        await context.clock.sleep(wait, context.signal);
      }
      yield piece;
    }
    if (!waited) context.idle("the reply had no content");
  },
});
