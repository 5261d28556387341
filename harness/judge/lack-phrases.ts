import { clauseEnd, done, knowing, known, machine, machinery, notOfGoods, now } from "./disclosure-words.ts";

/** What shops do not do for now, and what is no lack of knowledge. */
const trading =
  "(?:accept|offer|ship|sell|deliver|price-match|recommend|extend|combine|guarantee|promise|wait|complain|imagine|agree|thank|help but|take back|give (?:you )?(?:an? |any )?(?:\\w+ )?(?:discount|refund|voucher|credit))\\b";
const traded =
  "(?:(?:return|exchang|order|purchas|deliver|shipp|combin|us|repair|redeem|stack|wash|clean|appli|claim|refill)ed|bought|sold)\\b";
const participle = "(?:\\w+ed|found|made|done|read|sent|seen|shown|given|undone)\\b";
const adverbs =
  "(?: (?:currently|temporarily|presently|unfortunately|still|just|also|all|completely|now|yet|really|at the moment|right now))*";
const kindOfError =
  "(?:(?:some|an?|internal|server|http|technical|temporary|unexpected|network|connection|connectivity|service|system|tracking|strange|\\d{3}|5xx) ){0,4}";
/** `you did not get a reply` is said of others. */
const notTheirs = "(?<!\\b(?:you|they|he|she|customers?|senders?|recipients?|couriers?|carriers?|drivers?) )";

/** Something could not be done, found or reached. */
export const lack: readonly string[] = [
  "\\bcould(?: not|n't)\\b(?! (?:be|have been|feel|get|look|seem) (?:any |much |far )?(?:more |less )?(?:easier|happier|simpler|better|clearer|faster|quicker|prouder|pleased|sorrier|more|less)\\b)(?! (?:agree|ask for|wish for|care|recommend|help (?:but|noticing)|wait|thank)\\b)",
  `\\b(?:was|were|am|are|is|been|being|we're|i'm)(?: not|n't) (?:yet |currently |fully )?able to\\b${notOfGoods}`,
  `\\b(?:wasn't|weren't|isn't|aren't|not) (?:yet |currently |fully )?able to\\b${notOfGoods}`,
  `\\bunable to\\b${notOfGoods}`,
  `\\b(?:i|we|our (?:\\w+ )?${machinery}|the (?:\\w+ )?${machinery}) (?:also |still |currently |really |simply |just )?(?:cannot|can't|can not) ${knowing}`,
  "\\bi (?:cannot|can't|can not) (?:(?:guarantee|promise)(?: you)?(?=[.,;!]|$| (?:that|this|it|its|anything|what|how|when|whether|an?|any|the (?:\\w+ )?(?:accuracy|figures?|numbers?|amounts?|dates?|prices?|answers?|information|availability|stock|levels?|results?))\\b)|help (?:with|you))",
  "\\b(?:cannot|can't|can not|could not|couldn't) be (?:checked|retrieved|reached|determined|completed (?:right now|at the moment|yet))",
  `\\bfailed to (?:${knowing}|respond|fetch)`,
  "\\bi (?:do not|don't) (?:(?:currently|yet|actually|really|presently|unfortunately|right now|at the moment) )*(?:know(?! (?:anyone|anybody|a |of any))|have(?! (?:to|any (?:doubts?|further|other|more|questions?|reason)|(?:a|the) (?:reason|doubt|slightest doubt))\\b))\\b",
  `\\b(?:we|i) (?:do not|don't) (?:currently )?have (?:access|(?:enough |any |current |reliable |up-to-date |the |that |this )*(?:information|details|data|answer|document|policy))`,
  "\\b(?:found|find) (?:no|nothing)(?: relevant| current| matching| reliable)?\\b",
  "\\bno (?:relevant|matching|current|reliable|up-to-date) (?:information|policy|policies|document|documents|result|results|record|entry)\\b",
  "\\b(?:incomplete|partial) (?:answer|information|result|results|list|picture|data)\\b",
  "\\b(?:don't|do not|not|rather not) (?:want|like|wish|going) to (?:guess|invent|make (?:one|it|that|this|something|anything) up)\\b|\\b(?:rather not|would only be|would be|prefer not to) guess(?:ing)?\\b",
  `\\b${machine}(?: (?:is|are|was|were|seems?|appears?)(?: to be)?)(?: currently| temporarily| still)* (?:unavailable|down(?! (?:to|from|by|the)\\b)|broken|unreachable|offline|out of service|timing out|overloaded|failing|experiencing)\\b`,
  `\\b${machinery}(?:'s| is| are|,)? (?:did not|didn't|does not|doesn't|do not|don't|not) (?:respond|answer|reply|responding|answering|return)`,
  "\\b(?:temporarily|currently) (?:unable|unreachable|having (?:trouble|problems|difficulty))",
  `\\b(?:(?:i|we|i'm|we're|i've|we've|our ${machinery}|the ${machinery}|${machinery})(?<!\\bit)(?: am| are| is| was| were| have| has|'s)?(?: currently| still)?) (?:having|had|ran into|encountered|experiencing|experienced|run into|hit) ${kindOfError}(?:trouble|difficulty|difficulties|problem|problems|issue|issues|error|errors|outage)\\b`,
  `\\b${machinery}(?<!\\bit)(?: lookup| search| request| call)?(?: has| have)? (?:timed out|went down|crashed|(?:returned|gave|gives|returns) (?:me |us )?(?:an? )?(?:error|nothing))\\b`,
  "\\b(?:isn't|is not|aren't|are not|wasn't|was not|not) (?:currently |yet )?(?:available|accessible|visible|reachable) to (?:me|us)\\b",
  `\\b(?:haven't|have not|hasn't|has not|hadn't|had not) (?:yet )?been able to\\b${notOfGoods}`,
  `\\b${machinery} (?:is|are|was|were)(?:n't| not) (?:currently |yet )?(?:responding|answering|replying|working)\\b`,
  `\\b(?:information|data|details|figures?|levels?|answer|status) (?:is|are)(?:n't| not) (?:currently )?(?:available|known|accessible|reachable) (?:right now|at the moment|just now|at present|currently)\\b`,
  `\\b(?:inventory|warehouse|catalog(?:ue)?|calendar|${machinery})(?<!\\bit) (?:is|are) (?:currently |temporarily )?(?:offline|unreachable|out of reach)\\b`,
  "\\b(?:information|data|figures?|levels?|status)(?: is| are|:)? (?:currently |temporarily |still )?(?:unavailable|unknown|out of reach)\\b|: unknown\\b",
  "(?:^|[.!?] )no (?:data|information)(?: (?:on|about|for) (?:this|that|it))?(?=[.!]|$)",
  "\\b(?:i|we) have no (?:current |reliable |up-to-date |recent |further |tracking )*(?:data|information|figures?|details|answer|location|status|updates?|arrival date|delivery date)\\b",
  `\\b(?:something went wrong|there was (?:a|an|some) (?:problem|error|issue|trouble)|an? ${kindOfError}(?:error|problem|issue) (?:occurred|came up|happened)) (?:(?:while|when|as) (?:i|we) (?:(?:was|were) )?(?:look|check|gett|ask|tr|fetch|search|read|call|reach|contact|quer)\\w*|(?:while |when )?(?:getting|retrieving|looking|checking|fetching|reading|loading|reaching|accessing|calling|contacting)\\b)`,
  `\\b(?:\\w+ )?${machinery}(?<!\\bit) (?:gave|returned|sent|gives|returns) (?:me |us )?no (?:answer|reply|response|results?)\\b`,
  // Not now, said by the speaker.
  `\\b(?:i|we) (?:also |still |really |simply |just |unfortunately )?(?:cannot|can't|can not) (?!${trading})[^.!?,;\\n]{1,60}? ${now}\\b`,
  `\\b${now},? (?:i|we) (?:cannot|can't|can not) (?!${trading})`,
  // Not now, said of what was asked for.
  `\\b(?:cannot|can't|can not) be (?!${traded})${participle}[^.!?,;\\n]{0,25}? ${now}\\b`,
  `\\b(?:cannot|can't|can not) (?:currently|presently|at the moment) be (?!${traded})${participle}`,
  `\\b${known}(?: (?:for|of|on|about|from) [^.!?,;\\n]{1,30}?)? (?:is|are|was|were|seems? to be)${adverbs} (?:unavailable|inaccessible|unknown|offline|out of reach)(?: (?:to (?:me|us)|${now}))?${clauseEnd}`,
  `\\b(?:${known}|${machine}|${done})(?: (?:for|of|on|about|from) [^.!?,;\\n]{1,30}?)? (?:is|are)(?: not|n't)${adverbs} (?:available|accessible|reachable|possible|retrievable|visible|coming through|loading|showing|known) ${now}\\b`,
  `\\b${known}(?: (?:for|of|on|about|from) [^.!?,;\\n]{1,30}?)? (?:is|are)(?: not|n't)${adverbs} (?:available|accessible|reachable|retrievable|coming through|loading|showing|known)${clauseEnd}`,
  `\\b${done}(?: (?:for|of|on|about|from) [^.!?,;\\n]{1,30}?)? (?:is|are) (?:(?:currently|temporarily|presently) (?:unavailable|impossible|down|offline)|(?:unavailable|impossible|down|offline) ${now})\\b`,
  `\\b(?:${known}|${done}|${machine}) (?:is|are) (?:currently|temporarily|presently) not (?:available|accessible|possible|reachable)\\b`,
  `\\b${machine}(?: is| are| was| were)(?: not|n't)${adverbs} (?:reachable|loading|accessible|online|up)\\b`,
  `\\b(?:systems?|api|tool|database|backend|server|tracker|tracking|page|website|portal)(?: is| are)(?: not|n't)${adverbs} available${clauseEnd}`,
  `\\b${machinery}(?: is| are|'s)${adverbs} (?:out of order|under maintenance|down for maintenance)\\b`,
  `\\bit(?: is| was|'s) (?:down|unavailable|offline|unreachable) ${now}\\b|\\bit(?: is| was|'s)(?: (?:currently|temporarily|still))* (?:down(?= and\\b|[.,;!]|$)|offline|unreachable|out of service|timing out|overloaded|failing)\\b|\\bit(?: is|'s) temporarily unavailable\\b|\\bit(?:'s| is| was)(?:n't| not)(?: currently| yet)? (?:responding|answering)\\b`,
  `\\b${machine} (?:keeps|kept) (?:timing out|failing|crashing|returning errors|giving (?:me |us )?errors)\\b`,
  // Something was tried and failed.
  "\\b(?:the|my|our|that|this|your|a) (?!(?:quality|credit|security|safety|identity|card) )(?:[\\w-]+ ){0,2}?(?:requests?|look-?up|search|query|check|call|redirect(?:ion)?|update|booking|cancellation|refund|transfer|change|operation|action|connection|retrieval|submission|tool|service|system|api|server|attempt to (?:look|reach|fetch|get|find|check|track|redirect|cancel|refund|book|update|retrieve|read|load)[^.!?,;\\n]{0,30})(?: (?:for|of|to|about|on) [^.!?,;\\n]{1,40}?)? (?:has |have |also |just |then |unfortunately )*failed\\b(?! (?:you|on|in|at|twice|yesterday|last)\\b)",
  "(?:^|[.!?;:,\\n-] ?|\\b(?:but|and|so) )(?:the )?(?:[\\w-]+ )?(?!(?:(?:some|any|no|every)thing|delivering)\\b)[a-z]{3,16}ing (?:has |just |unfortunately )*failed\\b(?! (?:on|in|at|twice|yesterday|last)\\b)",
  "(?<!\\b(?:payment|card|charge|purchase|transaction) )\\b(?:(?:did not|didn't)(?: seem to)? go|(?:has not|hasn't|have not|haven't) gone) through\\b",
  "\\b(?:returned|gave|gives|returns|threw|throws|came back with|responded with|replied with|answered with|ended (?:in|with)|failed with) (?:me |us )?(?:an?|some|nothing but an?) (?:[\\w-]+ ){0,3}?(?:errors?|time-?out)\\b",
  "\\b(?:returned|gave|answered|responded|replied|came back|failed)(?: with)? (?:an? |the )?(?:(?:http|status|code|error) )+[45]\\d\\d\\b|\\bfailed with (?:an? )?5\\d\\d\\b",
  `\\bno (?!faults?|damages?|defects?|problems?|issues?|errors?|signs?|evidence|extra|additional|changes?|differences?|conflicts?|replacement|cheaper|better)(?:[\\w-]+ ){1,4}?could be (?:\\w+ly )?(?:retrieved|found|loaded|fetched|obtained|reached|determined|confirmed|verified|located|established|read|looked up)\\b`,
  "\\bno luck (?:(?:in |with )?(?:reach|gett|find|look|fetch|contact|connect|load|track|retriev|access|pull)ing\\b|with (?:the|our|that|this)\\b)",
  "\\b(?:did not|didn't|haven't|have not) (?:yet )?managed? to\\b",
  `${notTheirs}\\b(?:(?:did not|didn't|haven't|have not|never) (?:yet )?(?:get|got|gotten|receive|received) (?:an?|any) (?:reply|answer|response|data|information)|(?:got|received) no (?:reply|answer|response))\\b`,
  "\\bnothing (?:that )?(?:i|we) can (?:tell|report|say|give|share)\\b",
  "\\b(?:i|we) have no (?:way|means) (?:of|to) (?:see|know|tell|check|find|reach|look|verif|confirm|access|track)\\w*",
  "(?:\\b(?:will not|not going to|not want to)|won't|n't going to|n't want to) (?:guess|make up (?:an?|the)|invent)\\b",
  `\\b(?:${machine}|requests?|attempts?|calls?|connection|query|queries)(?: has| have| had| also| just| both| all)* (?:timed out|(?:was|were|got) rate-limited|stopped (?:responding|answering|working)|never (?:answered|responded|replied|came back))\\b`,
  "\\b(?:rejected|refused|denied|dropped|throttled) (?:my|our) \\w+|\\brefused the connection\\b|\\bconnection(?: \\w+){0,5} (?:dropped|(?:was|got) (?:refused|lost|closed|reset))\\b|\\brate-limited (?:me|us|my|our)\\b",
  "\\baccess (?:to [^.!?,;\\n]{1,40}? )?(?:was|is|has been) (?:denied|refused)\\b|\\b(?:i|we) (?:was|were|am|are)(?: not|n't) (?:given|granted|allowed) (?:permission|access)\\b",
  "(?:\\b(?:has|have|did|does) not|(?:has|have|did|does|wo)n't) load(?:ed)?\\b",
  `\\b${machine}(?: (?:i|we|that|for|which) [^.!?,;\\n]{1,25}?)? (?:is|are|was|were)(?:n't| not)${adverbs} working\\b`,
  "\\b(?:i|we)(?:'m|'re| am| are| keep| kept)? (?:hit|hitting|got|get|getting|seeing|received|receiving) (?:back )?(?:an?|some|only|nothing but) (?:[\\w-]+ ){0,3}?(?:errors?|time-?outs?|exceptions?)\\b",
  "\\bbounced (?:with|back)\\b",
  `\\bsomething (?:is|went|seems) wrong with (?:our|my|the) (?:\\w+ )?${machine}\\b`,
  `\\b(?:glitch|hiccup|outage|fault) (?:on our (?:end|side)|(?:in|with|of) our (?:\\w+ )?${machine})\\b`,
  "\\bnot something (?:that )?i can (?:look|check|see|access|tell|find)\\b",
  "(?:^|[.!?;:,\\n-] ?|\\b(?:but|and|so) )nothing (?:came|comes) back\\b",
  "\\bno (?:response|answer|reply) from (?:the|our|my) ",
  `\\b${machine}(?: is| are| was| were| keeps| kept)? (?:throwing|returning|giving) (?:me |us )?(?:\\w+ ){0,2}errors?\\b`,
  "\\b[a-z]{3,16}ing(?: (?:the|your|my|that|it) ?[\\w-]*)? (?:did not|didn't) work\\b",
  "\\b(?:because of|due to|owing to) an? (?:(?:technical|internal|unexpected|temporary) )?(?:(?:server|connection|system|network) )?error\\b",
  `\\b(?:there(?:'s| is| was| (?:seems|appears) to be) an? (?:\\w+ )?|technical |temporary )(?:problem|issue|fault|error) with (?:the|our|my) (?:\\w+ )?${machine}\\b`,
  "\\b(?:tried|attempted)[^.!?\\n]{0,60} without success\\b",
  "\\b(?:i|we) (?:was|were|am|are|got) (?:blocked|prevented|kept) from\\b|\\b(?:i|we)(?:'ve| have)? (?:lost (?:contact|connection|access)|(?:ran|run) out of time)\\b",
  "\\b(?:response|reply|result|answer|search|file|page|document)(?: from [^.!?,;\\n]{1,30}?)? (?:was|is|came back|seems|looks|looked) (?:empty|blank|malformed|garbled|corrupted|unreadable)\\b",
  "\\bno (?:answer|reply|response) (?:was received|came)\\b",
  "(?:\\b(?:is|are) not|(?:is|are)n't) loading\\b",
];
