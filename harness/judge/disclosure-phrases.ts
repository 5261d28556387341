import type { DisclosureKind } from "../domain/judgement.ts";

/**
 * Words by which an answer says that something is missing, uncertain or handed over. Each entry is a regular expression
 * over one folded text, ignoring case. A match counts only if its clause does not take it back (see `disclosuresIn`).
 *
 * Policies say "cannot" too ("sale items cannot be returned"), so present-tense inability counts only where the
 * speaker is the subject and the verb is one of knowing or reaching.
 */
const knowing =
  "(?:fully |currently |reliably |independently |definitively |yet )?(?:confirm|verify|check|validate|access|reach|find|locate|retrieve|look (?:it |that |this |up)|see (?:the|your|that|any)|load|read|be (?:sure|certain)|say (?:for (?:sure|certain)|with)|tell (?:you )?(?:for|with|whether|if|what|how|the|your)|determine|rule out|answer|connect|give (?:you )?(?:an?|the|any) (?:reliable|exact|definite|certain|accurate|firm|final|confirmed|current|complete|up-to-date)|complete (?:this|that|your|the)|process (?:this|that|your|the)|get (?:the|that|this|your|an answer|hold|through))";
const machinery =
  "(?:systems?|services?|tool|tools|api|database|knowledge base|policy base|policies|lookup|look-up|search|backend|provider|server|records?|assistant|information|data|it)";
const person =
  "(?:colleague|human|person|specialist|supervisor|manager|representative|team|teammate|agent|someone|somebody|advisor|adviser|staff|support)";

const cause =
  "(?:your|the|my|our) (?:\\w+ )?(?:question|case|request|matter|issue|problem|inquiry|enquiry|query|message|conversation|chat|concern|details|complaint|refund)";
const someone = `(?:(?:a|an|another|one of|our|my|the) )*(?:(?!warehouse|delivery|shipping|courier|logistics|packing)\\w+ )?${person}s?\\b`;

/** "Not able to be returned" is said of goods. */
const notOfGoods =
  "(?! be (?!sure|certain|confirmed|verified|checked|retrieved|reached|determined|loaded|found|read)\\w)";

/** What is said may be wrong, old or unconfirmed. */
const doubt: readonly string[] = [
  "\\b(?:cannot|can't|can not|could not|couldn't|unable to|not able to|n't able to) (?:be )?(?:fully |currently |independently |reliably |yet |definitively )?(?:confirm|verif|validat|double-check|sure|certain)(?:y|ied|e|ed|ing)?\\b(?! (?:your|the) (?:order|identity|account|address|email|stock|item|payment))",
  "\\b(?:may|might|could) (?:well |possibly )?(?:be|have become) (?:out of date|out-of-date|outdated|obsolete|stale|superseded|incorrect|inaccurate|wrong|incomplete|missing)\\b",
  "\\b(?:may|might) (?:not|no longer) be (?:fully |entirely |completely )?(?:current|up to date|up-to-date|accurate|correct|complete|right|valid|the latest|the one in force|in force)\\b",
  "\\b(?:may|might) have (?:changed|been (?:updated|superseded|replaced))\\b",
  "\\b(?:unverified|unconfirmed)\\b",
  "\\b(?:not|n't) (?:yet |been |been able to |independently |fully )*(?:verified|confirmed)\\b",
  "\\bnot (?:entirely |completely |fully |100 ?(?:%|percent) |quite )?(?:sure|certain)\\b",
  "\\b(?:please|you should|you may want to|i(?:'d| would) (?:recommend|suggest)) (?:to )?(?:double-check|double check|(?:verify|check|confirm|checking|verifying|confirming) (?:(?:this|that|it|these) (?:(?:information|answer|figure|price|amount|date|detail)s? )?)?(?:with (?:us|our|the|a|customer|support)|on (?:our|the)|against|yourself|independently|before (?:you )?(?:rely|relying|act|acting)))",
  "\\b(?:this|that|which|figure|answer|information|date|amount|it) (?:\\w+ )?(?:is|are|remains?) (?:still )?subject to (?:confirmation|verification)\\b(?! of the)",
  "\\b(?:documents?|sources?|articles?|results?|records?|policies|pages|entries|versions)\\b[^.!?\\n]{0,40}\\b(?:disagree|contradict|conflict|(?:do not|don't) (?:agree|match)|are (?:contradictory|inconsistent|in conflict))\\b",
  "\\b(?:contradictory|conflicting|inconsistent) (?:information|documents|sources|results|answers|policies|data|versions|figures)\\b",
  "\\b(?:from|based on|using) (?:a |an )?(?:cached|older|outdated|earlier|possibly outdated|last known)\\b",
  "\\blast known\\b",
];

/** Something could not be done, found or reached. */
const lack: readonly string[] = [
  "\\bcould(?: not|n't)\\b(?! (?:be|have been|feel|get|look|seem) (?:any |much |far )?(?:more |less )?(?:easier|happier|simpler|better|clearer|faster|quicker|prouder|pleased|sorrier|more|less)\\b)(?! (?:agree|ask for|wish for|care|recommend|help (?:but|noticing)|wait|thank)\\b)",
  `\\b(?:was|were|am|are|is|been|being|we're|i'm)(?: not|n't) (?:yet |currently |fully )?able to\\b${notOfGoods}`,
  `\\b(?:wasn't|weren't|isn't|aren't|not) (?:yet |currently |fully )?able to\\b${notOfGoods}`,
  `\\bunable to\\b${notOfGoods}`,
  `\\b(?:i|we|our (?:\\w+ )?${machinery}|the (?:\\w+ )?${machinery}) (?:also |still |currently |really |simply |just )?(?:cannot|can't|can not) ${knowing}`,
  "\\bi (?:cannot|can't|can not) (?:(?:guarantee|promise)(?: you)?(?=[.,;!]|$| (?:that|this|it|its|anything|what|how|when|whether|an?|any|the (?:\\w+ )?(?:accuracy|figures?|numbers?|amounts?|dates?|prices?|answers?|information|availability|stock|levels?|results?))\\b)|help (?:with|you))",
  "\\b(?:cannot|can't|can not|could not|couldn't) be (?:checked|retrieved|reached|determined|completed (?:right now|at the moment|yet))",
  `\\bfailed to (?:${knowing}|respond|fetch)`,
  "\\bi (?:do not|don't) (?:know(?! (?:anyone|anybody|a |of any))|have)\\b",
  `\\b(?:we|i) (?:do not|don't) (?:currently )?have (?:access|(?:enough |any |current |reliable |up-to-date |the |that |this )*(?:information|details|data|answer|document|policy))`,
  "\\b(?:found|find) (?:no|nothing)(?: relevant| current| matching| reliable)?\\b",
  "\\bno (?:relevant|matching|current|reliable|up-to-date) (?:information|policy|policies|document|documents|result|results|record|entry)\\b",
  "\\b(?:incomplete|partial) (?:answer|information|result|results|list|picture|data)\\b",
  "\\b(?:don't|do not|not|rather not) (?:want|like|wish|going) to (?:guess|invent|make (?:one|it|that|this|something|anything) up)\\b|\\b(?:rather not|would only be|would be|prefer not to) guess(?:ing)?\\b",
  `\\b${machinery}(?: (?:is|are|was|were|seems?|appears?)(?: to be)?)(?: currently| temporarily| still| not| n't)* (?:unavailable|down|unreachable|responding|offline|out of service|timing out|overloaded|failing|experiencing)\\b`,
  `\\b${machinery}(?:'s| is| are|,)? (?:did not|didn't|does not|doesn't|do not|don't|not) (?:respond|answer|reply|responding|answering|return)`,
  "\\b(?:temporarily|currently) (?:unable|unreachable|having (?:trouble|problems|difficulty))",
  `\\b(?:(?:i|we|i'm|we're|i've|we've|our ${machinery}|the ${machinery}|${machinery})(?<!\\bit)(?: am| are| is| was| were| have| has|'s)?(?: currently| still)?) (?:having|had|ran into|encountered|experiencing|experienced|run into|hit) (?:some |a |an |technical |temporary )*(?:trouble|difficulty|difficulties|problem|problems|issue|issues|error|errors|outage)\\b`,
  `\\b${machinery}(?<!\\bit)(?: lookup| search| request| call)?(?: has| have)? (?:timed out|went down|crashed|(?:returned|gave|gives|returns) (?:me |us )?(?:an? )?(?:error|nothing))\\b`,
  "\\b(?:isn't|is not|aren't|are not|wasn't|was not|not) (?:currently |yet )?(?:available|accessible|visible|reachable) to (?:me|us)\\b",
  `\\b(?:haven't|have not|hasn't|has not|hadn't|had not) (?:yet )?been able to\\b${notOfGoods}`,
  `\\b${machinery} (?:is|are|was|were)(?:n't| not) (?:currently |yet )?(?:responding|answering|replying|working)\\b`,
  `\\b(?:information|data|details|figures?|levels?|answer|status) (?:is|are)(?:n't| not) (?:currently )?(?:available|known|accessible|reachable) (?:right now|at the moment|just now|at present|currently)\\b`,
  `\\b(?:inventory|warehouse|catalog(?:ue)?|calendar|${machinery})(?<!\\bit) (?:is|are) (?:currently |temporarily )?(?:offline|unreachable|out of reach)\\b`,
  "\\b(?:information|data|figures?|levels?|status)(?: is| are|:)? (?:currently |temporarily |still )?(?:unavailable|unknown|out of reach)\\b|: unknown\\b",
  "(?:^|[.!?] )no (?:data|information)(?: (?:on|about|for) (?:this|that|it))?(?=[.!]|$)",
  "\\b(?:i|we) have no (?:current |reliable |up-to-date |recent |further )*(?:data|information|figures?|details|answer)\\b",
  "\\b(?:something went wrong|there was (?:a|an|some) (?:problem|error|issue|trouble)|an? (?:error|problem|issue) (?:occurred|came up|happened)) (?:(?:while|when|as) (?:i|we) (?:(?:was|were) )?(?:look|check|gett|ask|tr|fetch|search|read)\\w*|(?:while |when )?(?:getting|retrieving|looking|checking|fetching|reading|loading|reaching|accessing)\\b)",
  "\\b(?:the|my|our|that|this) (?:\\w+ )?(?:lookup|look-up|search|query|check) (?:has |have )?failed\\b",
  `\\b(?:\\w+ )?${machinery}(?<!\\bit) (?:gave|returned|sent|gives|returns) (?:me |us )?no (?:answer|reply|response|results?)\\b`,
];

/** A person takes over. */
const handover: readonly string[] = [
  `\\b(?:(?:pass|hand|transferr?|forward|referr?|rout|connect)(?:ed|ing)|put) (?:(?:this|it|that|you|everything)|${cause})(?: \\w+){0,2} (?:on |over |through )?(?:to|with) ${someone}`,
  `\\b(?:sent|given|sending) (?:this|${cause}) (?:on |over )?to ${someone}`,
  `\\b(?:this|it|that|${cause}) (?:(?:has|have) been|was|were|is being|is) (?:passed|handed|transferred|forwarded|referred|routed|sent|given) (?:on |over )?to ${someone}`,
  "\\bescalat(?:ed|ing)\\b|\\bescalation (?:has been|was|is) (?!not\\b|un)\\w+",
  "\\b(?:opened|created|raised|logged|filed|submitted)\\b[^.!?\\n]{0,30}\\b(?:ticket|escalation)\\b",
  "\\bticket (?:\\S+ )?(?:has been|was|is) (?:opened|created|raised|logged|filed|submitted)\\b",
  `\\b(?:a|one of our|another) (?:\\w+ )?${person}s? (?:will|is going to) (?:get back|follow|contact(?! you with)|call|reach|check|look|review|reply|confirm|take|be in touch|email|help)`,
  `\\bour (?:\\w+ )?${person}s? (?:will|is going to) (?:get back|follow up|look into|check|review|confirm|be in touch)`,
  `\\b(?:i|we)(?:'ll| will| need to| have to| must) (?:check|ask|confirm|verify)(?: this| that| it)? with ${someone}`,
  `\\blet me (?:pass|hand|transfer|connect|refer|put) (?:you|this|it) (?:on |over |through )?to ${someone}`,
  "\\b(?:i|we) will (?:follow up|get back to you|check (?:again|back)|confirm)\\b|\\b(?:i|we)'ll (?:follow up|get back to you|check (?:again|back)|confirm)\\b",
];

export const disclosurePhrases: Readonly<Record<DisclosureKind, readonly string[]>> = { doubt, lack, handover };
