import { defineFault } from "../../domain/fault.ts";
import { onlyModel } from "../shared/boundaries.ts";
import { noParams } from "../shared/no-params.ts";
import { count } from "../shared/sentence.ts";

export const promptCacheEviction = defineFault({
  name: "prompt-cache-eviction",
  summary:
    "The provider has dropped what it had cached of the prompt: the same beginning is charged in full again, and the first token comes as late as at first.",
  boundaries: onlyModel,
  params: noParams,
  requires: () => ["prompt-cache"],
  describe: () => "prompt cache emptied",
  inject(_call, forward, context) {
    const evicted = context.evictPrompts();
    if (evicted === 0) context.idle("the prompt cache is empty");
    else context.note(`${count(evicted, "cached beginning")} dropped`);
    return forward();
  },
});
