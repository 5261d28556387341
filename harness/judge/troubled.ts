import { hasPhrase } from "./disclosure.ts";
import { ofDecision, ofSomebodys } from "./of-others.ts";
import { isRule } from "./plain-no.ts";
import { remembered } from "./remembered.ts";
import { sentence, spoken } from "./spoken.ts";

/** Words of something amiss, missing or unsure, whoever says them of what. */
const trouble =
  /\b(?:off-?line|unreachable|inaccessible|unavailable|unresponsive|unreadable|unsuccessful\w*|inconclusive|unknown|unclear|uncertain|unsure|unable|down(?! (?:to|from|by|for the|payment|below|the road|\d))(?<!\b(?:scroll|break|write|wrote) down)|outages?|disruptions?|fail\w*|errors?|err\w*ed|tim(?:ed|ing) out|time-?outs?|crash\w*|died|dead|hung|hang(?:s|ing)|frozen|broken?|stuck|stall(?:s|ed|ing)|cut (?:off|out|short)|trouble\w*|glitch\w*|hiccup\w*|malfunction\w*|technical(?! (?:spec|detail|data|team))|missing|empty|blank|incomplete|partial|partly|out[- ]of[- ]date|outdated|stale|cached|guess\w*|estimate[ds]?(?! (?:deliver|arriv|ship|dispatch|time|date))|approximate|bounced|neither|beyond (?:me|us)|(?:try|ask) (?:me |us |it )?again|who will (?:ring|call|phone|contact|get back|be in touch)|would not (?!mind|hesitate|be\b)|refus(?:es|ed|ing)|rejected|lost|silent|colleagues?|paged|could not(?! (?:be|have been|feel) (?:\w+ )?(?:happier|easier|simpler|better|clearer|prouder|more|less)\b)|not (?!hesitate)(?:\w+ ){0,2}(?:found|known|arrive[ds]?|answer\w*|respond\w*|load\w*|acknowledge\w*|recorded|confirmed|work\w*|checked|reach\w*)|no (?:response|reply|answer|data|result|information|status|trace|sign of))\b/i;
/** What the speaker does not do, whatever it is. */
const speakerNot =
  /\bi (?:\w+ )?(?:can|could|do|did|have|was|am|will|would) (?:\w+ )?not\b|\bi(?: would|'d) rather\b|\bi only (?:have|got|see|know)\b/i;
/** Plain sayings for which there is no phrase, by kind. */
const plainly: readonly RegExp[] = [
  // `we got nothing`, `I have no access`
  /\b(?:i|we) (?:\w+ )?(?:have|had|got|get|found|can (?:give|offer|say)|see) (?:no\b(?! (?:doubts?|problems?|worries|objections?|further|other|more|longer)\b)|nothing\b(?! (?:else|more|further|but)\b))/i,
  /\b(?:i|we)(?: am| are)? (?:still )?(?:lack(?:ing)?|miss(?:ing)?|wait(?:ing)? (?:for|on)|await(?:ing)?)\b/i,
  /(?:^|[.!?] )still (?:a)?waiting (?:for|on)\b/i,
  /\b(?:not possible|impossible)(?: for (?:me|us))? to (?:\w+ly )?(?:check|see|read|look|find|get|reach|open|access|say|tell|confirm|verify|retrieve|load|answer|know|determine)\b/i,
  // `could at present not be located`
  /\b(?:can|could)(?: [a-z]+){1,3} not be (?!(?:more|happier|easier|better)\b)\w+/i,
  /\bnot (?:\w+ ){0,2}?(?:show|tell|giv|let|answer|allow|obey|help)(?:e|ing)? (?:it )?(?:to )?(?:me|us)\b/i,
  /\b(?:mak(?:e|ing) (?:it|something|one|that|this|an? \w+) up(?! (?:to|for)\b)|invent(?:ing)?|speculat(?:e|ing)|shot in the dark)\b/i,
  // `Cover: n/a`
  /: ?(?:\?+|n\/a|tb[cda])(?=[\s.,;]|$)/i,
];
const hypothetical = /^\W*(?:if|should|unless|in case|when you)\b/i;

/**
 * A sentence that may say that something is missing, in words for which there is no phrase: it cannot be told whether it does. Where a
 * phrase stands, and discloses nothing for what stands around it, the sentence is understood, and so is one that gives a rule for its no.
 */
export const troubledIn = (answer: string, names = ""): string | undefined => listening(names)(answer);

const listening = remembered((names) => remembered((answer) => troubled(answer, names)), 20);

function troubled(answer: string, names: string): string | undefined {
  const { text, quote } = spoken(answer, names);
  for (const { 0: said, index } of text.matchAll(sentence)) {
    if (!isTrouble(said) || hypothetical.test(said)) continue;
    if (!isRule(said) && (!hasPhrase(said) || ofSomebodys.test(said) || ofDecision(said)))
      return quote(index, index + said.length);
  }
  return undefined;
}

const isTrouble = (said: string): boolean =>
  trouble.test(said) || speakerNot.test(said) || plainly.some((kind) => kind.test(said));
