import type { Usage } from "../../domain/conversation.ts";
import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { changeTurn } from "../shared/change-answer.ts";
import { noParams } from "../shared/no-params.ts";
import { count } from "../shared/sentence.ts";

export const promptCacheEviction = defineFault({
  name: "prompt-cache-eviction",
  summary:
    "The provider has dropped what it had cached of the prompt: the same beginning is charged in full again, and the first token comes as late as at first; of a live model only the counts in its reply change.",
  boundaries: onlyModel,
  params: noParams,
  requires: () => ["prompt-cache"],
  describe: () => "prompt cache emptied",
  async inject(_call, forward, context) {
    const evicted = context.evictPrompts();
    if (evicted > 0) {
      context.note(`${count(evicted, "cached beginning")} dropped`);
      return forward();
    }
    // A live service's cache is out of reach. What its reply says of it is not.
    return changeTurn(forward, context, (turn) => {
      const read = turn.usage?.cacheReadTokens ?? 0;
      if (!turn.usage || read === 0) return { unchanged: "the prompt cache is empty" };
      const usage = unread(turn.usage, context.protocol.caching?.mode === "explicit");
      return { to: { ...turn, usage }, note: `${count(read, "token")} said not to be from the cache` };
    });
  },
});

/** The same prompt on its first way through: where clients mark what is cached, it is written to the cache. */
function unread({ cacheReadTokens = 0, ...usage }: Usage, marked: boolean): Usage {
  return marked ? { ...usage, cacheWriteTokens: (usage.cacheWriteTokens ?? 0) + cacheReadTokens } : usage;
}
