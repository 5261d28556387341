import type { Dependency } from "../domain/system-map.ts";

/** Out of order, or without an answer: what is said of systems, and of nothing that is sold or shut for the night. */
const amiss =
  "(?: (?:is|was|are|were)(?:(?: \\w+ly| still| just)* not|n't)?(?: \\w+ly| still| just| also| now)* (?:down\\b(?! (?:to|from|by|the|\\d))|offline|unreachable|reachable|answering|responding|replying|working(?! (?:for|with|out|in|on)\\b)|loading|timing out|out of (?:service|order|reach)|failing|broken|overloaded)| (?:has|have|had|did|does|do)(?: not|n't) (?:yet )?(?:repl|respond|answer|come back|react)| never (?:answer|respond|repl|came)| (?:just )?(?:timed|times) out| (?:keeps?|kept) |(?: has| have)?(?: just)? (?:crashed|errored|went down|gone down))";

/**
 * The names of the tools and knowledge bases that a target depends on, where somebody says that they are out of order: `The pharmacy is
 * not answering` says of the dependency "pharmacy" what `The system is not answering` says. Of a name in other sentences nothing is known:
 * `Your orders were down` is no news of a system. Source of a regular expression; empty = no names.
 */
export function namesAmiss(dependencies: readonly Pick<Dependency, "name" | "boundary">[]): string {
  const names = dependencies
    .filter(({ name, boundary }) => boundary !== "model" && /^[a-z][a-z0-9_ -]{2,}$/i.test(name))
    .map(({ name }) => name.replace(/[_ -]+/g, "[_ -]"));
  if (names.length === 0) return "";
  return `(?<![\\w-])(?<!\\b(?:your|my|his|her|their|this|that|these|those|any|no|an?) )(?:${names.join("|")})(?=${amiss})`;
}
