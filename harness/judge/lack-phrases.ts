import { adverbs, clauseEnd, done, goodNews, knowing, known, machine, machinery, now } from "./disclosure-words.ts";

/** What shops do not do for now, and what is no lack of knowledge. */
const trading =
  "(?:accept|offer|ship|sell|deliver|price-match|recommend|extend|combine|guarantee|promise|wait|complain|imagine|agree|thank|help but|take back|give (?:you )?(?:an? |any )?(?:\\w+ )?(?:discount|refund|voucher|credit))\\b";
const traded =
  "(?:(?:return|exchang|order|purchas|deliver|shipp|combin|us|repair|redeem|stack|wash|clean|appli|claim|refill)ed|bought|sold)\\b";
const participle = "(?:\\w+ed|found|made|done|read|sent|seen|shown|given|undone)\\b";
/** `of P-1`, `for your parcel` */
const ofIt = "(?: (?:for|of|on|about|from) [^.!?,;\\n]{1,30}?)?";
const is = "(?: is| are| was| were)";
const error = "(?:errors?|exceptions?|time-?outs?)";
const anError = `(?:me |us )?(?:back )?(?:an?|some|only|nothing but(?: an?)?) (?:[\\w-]+ ){0,3}?${error}\\b`;
const kindOfError =
  "(?:(?:some|an?|internal|server|http|technical|temporary|unexpected|network|connection|connectivity|service|system|tracking|strange|\\d{3}|5xx) ){0,4}";
const looking =
  "(?:look|check|gett|ask|fetch|search|read|call|reach|contact|quer(?:y|ied)?|retriev|load|access|find|connect|track|pull)";
/** `you did not get a reply` is said of others. */
const notTheirs = "(?<!\\b(?:you|they|he|she|customers?|senders?|recipients?|couriers?|carriers?|drivers?) )";
const reply = "(?:reply|answer|response)";
const startOfClause = "(?:^|[.!?;:,\\n-] ?|\\b(?:but|and|so) )";

const inability: readonly string[] = [
  "\\bcould not\\b(?! (?:be|have been|feel|get|look|seem) (?:any |much |far )?(?:more |less )?(?:easier|happier|simpler|better|clearer|faster|quicker|prouder|pleased|sorrier|more|less)\\b)(?! (?:agree|ask for|wish for|care|recommend|help (?:but|noticing)|wait|thank)\\b)",
  // `Not able to be returned` is said of goods.
  "\\b(?:unable|not (?:yet |currently |fully )?(?:been )?able) to\\b(?! be (?!sure|certain|confirmed|verified|checked|retrieved|reached|determined|loaded|found|read)\\w)",
  `\\b(?:i|we|(?:our|the) (?:\\w+ )?${machinery}) (?:also |still |currently |really |simply |just )?can not ${knowing}`,
  "\\b(?:i|we) can not (?:(?:guarantee|promise)(?: you)?(?=[.,;!]|$| (?:that|this|it|its|anything|what|how|when|whether|an?|any|the (?:\\w+ )?(?:accuracy|figures?|numbers?|amounts?|dates?|prices?|answers?|information|availability|stock|levels?|results?))\\b)|help (?:with|you))",
  "\\bcan not be (?:checked|retrieved|reached|determined|displayed|shown|loaded|looked up|accessed|confirmed|completed (?:right now|at the moment|yet))\\b(?! (?:by|from|on|onto|into|in|with|without|after)\\b)",
  // Not now.
  `\\b(?:i|we) (?:also |still |really |simply |just |unfortunately )?can not (?!${trading})[^.!?,;\\n]{1,60}? ${now}\\b`,
  `\\b${now},? (?:i|we) can not (?!${trading})`,
  `\\bcan not be (?!${traded})${participle}[^.!?,;\\n]{0,25}? ${now}\\b`,
  `\\bcan not (?:currently|presently|at the moment) be (?!${traded})${participle}`,
  `\\bfailed to (?:${knowing}|respond|fetch)`,
  "\\b(?:did|have) not (?:yet )?managed? to\\b",
  "\\b(?:tried|attempted)[^.!?\\n]{0,60} without success\\b|\\b(?:was|were|is|are|been|proved|remained) unsuccessful\\b|\\bdid not succeed\\b|\\bno success\\b",
  "\\bnot in a position to (?!offer|accept|waive)",
  "\\b(?:i|we) (?:have )?(?:stopped before|held off|paused before|did not (?:proceed|continue|go ahead))\\b",
  "\\b(?:i|we)(?: was| were| am| are| got) (?:blocked|prevented|kept) from\\b|\\b(?:i|we)(?: have)? (?:lost (?:contact|connection|access)|(?:ran|run) out of time)\\b",
];

const ignorance: readonly string[] = [
  "\\bi do not (?:(?:currently|yet|actually|really|presently|unfortunately|right now|at the moment) )*(?:know(?! (?:anyone|anybody|a |of any|your (?:\\w+ )?(?:name|number|address|e-?mail|card|id|birthday|size|budget|preference)))|have(?! (?:to|any (?:doubts?|further|other|more|questions?|reason)|(?:a|the) (?:reason|doubt|slightest doubt)|(?:the )?(?:ability|capability|authority|flexibility) to (?!access|see|check|look|view|retrieve|track))\\b))\\b",
  "\\bwe do not (?:currently )?have (?:access|(?:enough |any |current |reliable |up-to-date |the |that |this )*(?:information|details|data|answer|document|policy))",
  "\\b(?:i|we) have no (?:current |reliable |up-to-date |recent |further |tracking )*(?:data|information|figures?|details|answer|location|status|updates?|arrival date|delivery date)\\b",
  "\\b(?:i|we) (?:have|had) no (?:way|means) (?:of|to) (?:see|know|tell|check|find|reach|look|verif|confirm|access|track)\\w*",
  `\\b(?:found|find|turn(?:ed|s)? up|br(?:ought|ings?) up|yield(?:ed|s)?|produced?|c[ao]me up with|returned) (?:nothing|no (?!${goodNews}))\\b|\\bc[ao]me up empty\\b`,
  `\\bno (?:data|information|records?|${reply}|results?) (?:(?:was|were|has been|have been|is|are) )?(?:returned|received|available|retrieved|found|came)\\b`,
  "\\bnone of (?:the|them|these|my|our)[^.!?,;\\n]{0,40} (?:mentions?|covers?|says?|answers?|explains?|contains?|includes?|gives?)\\b",
  "\\b(?:does|do|did) not (?:answer|cover|address) (?:your|the|that|this) question\\b",
  "\\bnot (?:provided|stated|mentioned|listed|given|specified|recorded|shown) in (?:the|my|our|your|any|what)\\b",
  "\\bcould only (?:find|see|get|load|reach|read|retrieve)\\b|\\bonly (?:got|get|received|retrieved|loaded|saw|managed|have|had|found) (?:a )?(?:parts?|some|half|bits?|pieces?|fragments?)\\b|\\b(?:i|we) have not (?:seen|read)\\b",
  "\\bno (?:relevant|matching|current|reliable|up-to-date) (?:information|policy|policies|document|documents|result|results|record|entry)\\b",
  `\\bno (?!${goodNews})(?:[\\w-]+ ){1,4}?could be (?:\\w+ly )?(?:retrieved|found|loaded|fetched|obtained|reached|determined|confirmed|verified|located|established|read|looked up)\\b`,
  "(?:^|[.!?] )no (?:data|information)(?: (?:on|about|for) (?:this|that|it))?(?=[.!]|$)",
  `\\bno luck (?:(?:in |with )?${looking}ing\\b|with (?:the|our|that|this)\\b)`,
  "\\b(?:incomplete|partial) (?:answer|information|result|results|list|picture|data)\\b",
  "\\b(?:will not|rather not|prefer not to|not (?:want|like|wish|going) to) (?:guess|invent|quote|mislead|(?:tell|give) you (?:something|anything) (?:wrong|false|untrue|old|outdated|that may)|make (?:(?:one|it|that|this|something|anything) up|up (?:an?|the)))\\b|\\bwould (?:only )?be guess(?:ing)?\\b",
  "\\bnothing (?:that )?(?:i|we) can (?:tell|report|say|give|share)\\b|\\bnot something (?:that )?i can (?:look|check|see|access|tell|find)\\b",
];

const outOfOrder: readonly string[] = [
  `\\b(?:inventory|warehouse|catalog(?:ue)?|calendar|${machine})(?: (?:is|are|was|were|seems?|appears?)(?: to be)?)${adverbs} (?:unavailable|down(?! (?:to|from|by|the)\\b)|broken|unreachable|offline|out of (?:service|reach|order)|timing out|overloaded|failing|experiencing|out of (?:action|commission)|(?:being )?(?:throttled|rate-limited)|(?:under|down for) maintenance)\\b`,
  `\\b${machinery}(?:${is}|,)?${adverbs} not${adverbs} (?:responding|answering|replying|working|picking up)\\b`,
  `\\b${machine}${is} not${adverbs} (?:reachable|loading|accessible|online|up)\\b`,
  `\\b${machinery} (?:did|does|do|has|have|had) not (?:yet )?(?:respond|answer|repl(?:y|ied)|return|come back)`,
  `\\b(?:systems?|api|tool|database|backend|server|tracker|tracking|page|website|portal)${is} not${adverbs} available${clauseEnd}`,
  `\\b${machine}(?: (?:i|we|that|for|which) [^.!?,;\\n]{1,25}?)${is} not${adverbs} working\\b`,
  `\\bit${is} (?:down|unavailable|offline|unreachable) ${now}\\b|\\bit${is}(?: (?:currently|temporarily|still))* (?:down(?= and\\b|[.,;!]|$)|offline|unreachable|out of (?:service|order)|timing out|overloaded|failing)\\b|\\bit is temporarily unavailable\\b`,
  `\\b(?:i|we|${machine})(?: am| are| is| was| were| have| has)?(?: currently| still)? (?:having|had|ran into|encountered|encountering|experiencing|experienced|run into|hit) ${kindOfError}(?:trouble|difficulty|difficulties|problem|problems|issue|issues|${error}|outage)\\b`,
  "\\b(?:keeps|kept) (?:timing out|failing|crashing|dropping|rejecting|refusing|erroring|hanging|(?:returning|giving|throwing|answering)(?: me| us)?(?: with)?(?: an?)? (?:\\w+ )?(?:errors?|nothing|time-?outs?|[45]\\d\\d))\\b",
  `\\b${machine}(?: just| simply| still)? (?:will|would) not (?:talk|load|open|answer|respond|connect|work|cooperate|let me|give|return|start|accept|budge)\\b`,
  `\\b${machine} (?:error|failure|time-?out|outage|interruption|disruption)${clauseEnd}|\\b(?:due to|because of|owing to) (?:an?|the|some|our) (?:(?!signal|power)[\\w-]+ ){0,2}(?:interruption|disruption|outage|failure|malfunction) of (?:the|our|my) (?:[\\w-]+ )?${machine}\\b|\\b(?:due to|because of|owing to) (?:an?|the|some|our) (?:\\w+ )?(?:system|service|server|network|database) (?:outage|failure|error|issue|problem|interruption)`,
  "\\b(?:not working|glitch|hiccup|outage|fault|problem|issue|error|trouble|fail\\w*|went wrong|broke\\w*|difficult\\w+)\\b[^.!?\\n]{0,20} on (?:my|our) (?:end|side)\\b",
  `\\b(?:${machine}|requests?|attempts?|calls?|connection|query|queries)(?: has| have| had| also| just| both| all)* (?:timed out|times out|errored|went down|crashed|(?:was|were|got) rate-limited|stopped (?:responding|answering|working)|never (?:answered|responded|replied|came back))\\b`,
  `\\bsomething (?:is|went|seems) wrong with (?:our|my|the) (?:\\w+ )?${machine}\\b`,
  `\\b(?:glitch|hiccup|outage|fault) (?:in|with|of) our (?:\\w+ )?${machine}\\b`,
  `\\b(?:there(?: is| was| (?:seems|appears) to be) an? (?:\\w+ )?|technical |temporary )(?:problem|issue|fault|error) with (?:the|our|my) (?:\\w+ )?${machine}\\b`,
  `\\b(?:documents?|files?|leaflets?|wording|manuals?|articles?|schedules?|registers?|lists?)(?: (?:is|are|was|were|seems?|appears?)(?: to be)?)${adverbs} (?:out of reach|unreachable|inaccessible|offline)\\b`,
  "\\b(?:(?:has|have|did|does|will|is|are) not load(?:ed|ing)?|never (?:loaded|came (?:back|through)|finished loading))\\b",
];

const notToBeHad: readonly string[] = [
  "\\b(?:not (?:currently |yet )?(?:available|accessible|visible|reachable|known)|unknown|a mystery|unclear) to (?:me|us)\\b",
  "\\b(?:unclear|not clear|unknown|not known)(?: at the moment| right now| yet)? (?:whether|if|when|where|what|how)\\b",
  `\\b${known}${ofIt}${is}${adverbs} (?:unavailable|inaccessible|unknown|offline|out of reach)(?: (?:to (?:me|us)|${now}))?${clauseEnd}`,
  `\\b${known}${ofIt}${is} not${adverbs} (?:available|accessible|reachable|retrievable|coming through|loading|showing|known)${clauseEnd}`,
  `\\b(?:information|data|figures?|levels?|status)(?: is| are|:)? (?:[^\\w\\s]+ )?(?:currently |temporarily |still )?(?:unavailable|not available|unknown|out of reach)\\b|: (?:[^\\w\\s]+ )?(?:unknown|not (?:retrievable|accessible|reachable|known))\\b`,
  `(?:^|[.!?;:\\n-] ?)(?:[\\w-]+ )?(?:${machine}|${done}|${known}):? (?:currently |temporarily )?(?:unavailable|not (?:available|retrievable|accessible|reachable|known)|offline|down|unreachable|out of reach)${clauseEnd}`,
  `\\b(?:${known}|${machine}|${done})${ofIt}${is} not${adverbs} (?:available|accessible|reachable|possible|retrievable|visible|coming through|loading|showing|known) ${now}\\b`,
  `\\b${done}${ofIt}${is} (?:(?:currently|temporarily|presently) (?:unavailable|impossible|down|offline)|(?:unavailable|impossible|down|offline) ${now})\\b`,
  `\\b(?:${known}|${done}|${machine})${is} (?:currently|temporarily|presently) not (?:available|accessible|possible|reachable)\\b`,
];

const failure: readonly string[] = [
  "\\b(?:the|my|our|that|this|your|a) (?!(?:quality|credit|security|safety|identity|card) )(?:[\\w-]+ ){0,2}?(?:requests?|look-?up|search|query|check|call|redirect(?:ion)?|update|booking|cancellation|refund|transfer|change|operation|action|connection|retrieval|submission|tool|service|system|api|server|attempt to (?:look|reach|fetch|get|find|check|track|redirect|cancel|refund|book|update|retrieve|read|load)[^.!?,;\\n]{0,30})(?: (?:for|of|to|about|on) [^.!?,;\\n]{1,40}?)? (?:has |have |also |just |then |unfortunately )*failed\\b(?! (?:you|on|in|at|twice|yesterday|last)\\b)",
  `${startOfClause}(?:the )?(?:[\\w-]+ )?(?!(?:(?:some|any|no|every)thing|delivering)\\b)[a-z]{3,16}ing (?:has |just |unfortunately )*failed\\b(?! (?:on|in|at|twice|yesterday|last)\\b)`,
  "\\b[a-z]{3,16}ing(?: (?:the|your|my|that|it) ?[\\w-]*)? did not work\\b",
  "(?<!\\b(?:payment|card|charge|purchase|transaction) )\\b(?:did not(?: seem to)? (?:go|come)|(?:has|have) not (?:gone|come)) through\\b",
  `\\b(?:returned|gave|gives|returns|threw|throws|came back with|responded with|replied with|answered with|ended (?:in|with)|failed with) ${anError}`,
  `\\b(?:i|we)(?: am| are| keep| kept)? (?:hit|hitting|got|get|getting|seeing|received|receiving) ${anError}`,
  `\\b${machine}${is}? ?(?:keeps |kept )?(?:throwing|returning|giving) (?:me |us )?(?:\\w+ ){0,2}errors?\\b`,
  `\\b${machine}(?: lookup| search| request| call)? (?:returned|gave|gives?|returns) (?:me |us )?(?:error|nothing)\\b`,
  `\\b(?:gave|gives?|returned|returns|sent) (?:me |us )?no (?:${reply}|results?|data|information)\\b`,
  "\\b(?:returned|gave|answered|responded|replied|came back|failed)(?: with)? (?:an? |the )?(?:(?:http|status|code|error) )+[45]\\d\\d\\b|\\bfailed with (?:an? )?5\\d\\d\\b",
  `\\b(?:something went wrong|there was (?:a|an|some) (?:problem|error|issue|trouble)|an? ${kindOfError}(?:error|problem|issue) (?:occurred|came up|happened)) (?:(?:while|when|as) (?:i|we) (?:(?:was|were) )?(?:${looking}|tr)\\w*|(?:while |when )?${looking}ing\\b)`,
  `\\b(?:issues?|problems?|errors?|trouble|difficult(?:y|ies)|hitch|snag|hiccups?|glitch) (?:with |in |while |when )?(?:trying to ${looking}|${looking}ing)\\b`,
  `\\b${machine} (?:has |have )?(?:rejected|refused|declined|denied) (?:it|this|that|them|the|me|us|my|our)\\b`,
  "\\b(?:because of|due to|owing to) an? (?:(?:technical|internal|unexpected|temporary) )?(?:(?:server|connection|system|network) )?error\\b",
  `${notTheirs}\\b(?:(?:(?:did|have) not|never) (?:yet )?(?:get|got|gotten|receive|received) (?:an?|any) (?:${reply}|data|information)|(?:got|received) no ${reply})\\b`,
  `\\bno ${reply} from (?:the|our|my) `,
  `${startOfClause}(?:nothing|no (?!${goodNews}|one\\b|complaints?\\b|objections?\\b)[\\w-]+) (?:came|comes) back\\b`,
  "\\b(?:got|received|have|had|heard) nothing (?:back |at all )?(?:from|on|about|for)\\b|\\b(?:i|we)(?: have)? (?:tried|attempted)\\b[^.!?\\n]{0,60} (?:got|received|heard) nothing\\b",
  "\\bnever (?:told|confirmed|answered|replied|let) (?:me|us|to me|to us|it)\\b",
  "\\b(?:rejected|refused|denied|dropped|throttled) (?:my|our) \\w+|\\brefused the connection\\b|\\bconnection(?: \\w+){0,5} (?:dropped|(?:was|got) (?:refused|lost|closed|reset))\\b|\\brate-limited (?:me|us|my|our)\\b",
  "\\baccess (?:to [^.!?,;\\n]{1,40}? )?(?:was|is|has been) (?:denied|refused)\\b|\\b(?:i|we)(?: was| were| am| are) not (?:given|granted|allowed) (?:permission|access)\\b",
  "\\bbounced (?:with|back)\\b",
  "\\b(?:response|reply|result|answer|search|file|page|document)(?: from [^.!?,;\\n]{1,30}?)? (?:was|is|came back|seems|looks|looked) (?:empty|blank|malformed|garbled|corrupted|unreadable)\\b",
];

/** Something could not be done, found or reached. */
export const lack: readonly string[] = [...inability, ...ignorance, ...outOfOrder, ...notToBeHad, ...failure];
