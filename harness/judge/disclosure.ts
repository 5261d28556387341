import { clauseAround } from "./clause.ts";
import { foldText } from "./fold-text.ts";

/**
 * Words by which an answer says that something is missing, uncertain or handed over. Each entry is a regular expression
 * over one folded text, ignoring case. A match counts only if its clause does not take it back (see `takenBack`).
 *
 * Policies say "cannot" too ("sale items cannot be returned"), so present-tense inability counts only where the
 * speaker is the subject and the verb is one of knowing or reaching.
 */
const knowing =
  "(?:fully |currently |reliably |independently |definitively |yet )?(?:confirm|verify|check|validate|access|reach|find|locate|retrieve|look (?:it |that |this |up)|see (?:the|your|that|any)|load|read|be (?:sure|certain)|say (?:for (?:sure|certain)|with)|tell (?:you )?(?:for|with|whether|if|what)|determine|rule out|answer|connect|complete (?:this|that|your|the)|process (?:this|that|your|the)|get (?:the|that|this|your|an answer|hold|through))";
const machinery =
  "(?:systems?|services?|tool|tools|api|database|knowledge base|policy base|policies|lookup|look-up|search|backend|provider|server|records?|assistant|information|data|it)";
const person =
  "(?:colleague|human|person|specialist|supervisor|manager|representative|team|teammate|agent|someone|advisor|adviser|staff|support)";

export const disclosurePhrases: readonly string[] = [
  // Could not, was unable to
  "\\bcould(?: not|n't)\\b(?! (?:be|have been|feel|get|look|seem) (?:any |much |far )?(?:more |less )?(?:easier|happier|simpler|better|clearer|faster|quicker|prouder|pleased|sorrier|more|less)\\b)(?! (?:agree|ask for|wish for|care|recommend|help (?:but|noticing)|wait|thank)\\b)",
  "\\b(?:was|were|am|are|is|been|being|we're|i'm)(?: not|n't) (?:yet |currently |fully )?able to\\b",
  "\\b(?:wasn't|weren't|isn't|aren't|not) (?:yet |currently |fully )?able to\\b",
  "\\bunable to\\b",
  `\\b(?:i|we|our (?:\\w+ )?${machinery}|the (?:\\w+ )?${machinery}) (?:also |still |currently |really |simply |just )?(?:cannot|can't|can not) ${knowing}`,
  "\\bi (?:cannot|can't|can not) (?:guarantee|promise|help (?:with|you))",
  "\\b(?:cannot|can't|can not|could not|couldn't) be (?:confirmed|verified|checked|retrieved|reached|determined|completed (?:right now|at the moment|yet))",
  `\\bfailed to (?:${knowing}|respond|fetch)`,
  // Uncertain or old
  "\\b(?:may|might|could) (?:well |possibly )?(?:be|have become) (?:out of date|out-of-date|outdated|obsolete|stale|superseded|incorrect|inaccurate|wrong|incomplete|missing)\\b",
  "\\b(?:may|might) (?:not|no longer) be (?:fully |entirely |completely )?(?:current|up to date|up-to-date|accurate|correct|complete|right|valid|the latest|the one in force|in force)\\b",
  "\\b(?:may|might) have (?:changed|been (?:updated|superseded|replaced))\\b",
  "\\b(?:unverified|unconfirmed)\\b",
  "\\b(?:not|n't) (?:yet |been |been able to |independently |fully )*(?:verified|confirmed)\\b",
  "\\bnot (?:entirely |completely |fully |100 ?(?:%|percent) |quite )?(?:sure|certain)\\b",
  "\\bi (?:do not|don't) (?:know|have)\\b",
  `\\b(?:we|i) (?:do not|don't) (?:currently )?have (?:access|(?:enough |any |current |reliable |up-to-date |the |that |this )*(?:information|details|data|answer|document|policy))`,
  "\\b(?:found|find) (?:no|nothing)(?: relevant| current| matching| reliable)?\\b",
  "\\bno (?:relevant|matching|current|reliable|up-to-date) (?:information|policy|policies|document|documents|result|results|record|entry)\\b",
  "\\b(?:incomplete|partial) (?:answer|information|result|results|list|picture|data)\\b",
  "\\b(?:please|you should|you may want to|i(?:'d| would) (?:recommend|suggest)) (?:to )?(?:double-check|double check|(?:verify|check|confirm|checking|verifying|confirming) (?:this|that|it|these|with))",
  "\\bsubject to (?:confirmation|verification)\\b",
  "\\b(?:from|based on|using) (?:a |an )?(?:cached|older|outdated|earlier|possibly outdated|last known)\\b",
  "\\blast known\\b",
  // Something is down
  `\\b${machinery}(?: (?:is|are|was|were|seems?|appears?)(?: to be)?)(?: currently| temporarily| still| not| n't)* (?:unavailable|down|unreachable|responding|offline|out of service|timing out|overloaded|failing|experiencing)\\b`,
  `\\b${machinery}(?:'s| is| are|,)? (?:did not|didn't|does not|doesn't|do not|don't|not) (?:respond|answer|reply|responding|answering|return)`,
  "\\b(?:temporarily|currently) (?:unable|unreachable|having (?:trouble|problems|difficulty))",
  "\\b(?:having|had|ran into|encountered|experiencing|experienced|run into|hit) (?:some |a |an |technical |temporary )*(?:trouble|difficulty|difficulties|problem|problems|issue|issues|error|errors|outage)\\b",
  "\\b(?:something went wrong|an error (?:has )?occurred|technical (?:problem|difficult(?:y|ies)|issue)s?)\\b",
  "\\b(?:please )?(?:try|check|ask|come) (?:again|back) (?:later|shortly|in a (?:few|little|moment|while|bit|minute))",
  // Handed over
  `\\b(?:pass(?:ed|ing)?|hand(?:ed|ing)?|transferr?(?:ed|ing)?|forward(?:ed|ing)?|referr?(?:ed|ing)?|rout(?:ed|ing)|sent|connect(?:ed|ing)?)\\b[^.!?\\n]{0,60}\\b(?:on |over )?(?:to|with) (?:a |an |another |one of |our |my |the )*(?:\\w+ )?${person}s?\\b`,
  "\\bescalat(?:ed|ing|ion)\\b",
  "\\b(?:opened|created|raised|logged|filed|submitted)\\b[^.!?\\n]{0,30}\\bticket\\b",
  "\\bticket (?:\\S+ )?(?:has been|was|is) (?:opened|created|raised|logged|filed|submitted)\\b",
  `\\b(?:a|one of our|another|our) (?:\\w+ )?${person}s? (?:will|is going to) (?:get back|follow|contact|call|reach|check|look|review|reply|confirm|take|be in touch|email|help)`,
  "\\b(?:i|we) will (?:follow up|get back to you|check (?:again|back)|confirm)\\b|\\b(?:i|we)'ll (?:follow up|get back to you|check (?:again|back)|confirm)\\b",
];

const phrases = new RegExp(disclosurePhrases.map((phrase) => `(?:${phrase})`).join("|"), "gi");

/** `no need to escalate`, `if you are unable to`, `would you like me to raise a ticket`: nothing is disclosed there. */
const takenBack =
  /\b(?:if|unless|in case|whenever|when|should)\b[^.!?]{0,40}$|\b(?:no need to|need not|(?:do|did|does)(?: not|n't) (?:have|need) to|without|never|not|n't been|hasn't|haven't|wasn't) (?:having to |be |been |being |have to |an? |any )?$|\b(?:customers?|buyers?|you|they|who|that)(?: are| were|'re|'ve been)? (?:\w+ )?$|\b(?:would you like|want|like|can|could|happy to|shall|let me know)\b[^.!?]{0,40}$/i;

/** The first words that disclose, or undefined. */
export function disclosureIn(answer: string): string | undefined {
  const text = foldText(answer);
  for (const match of text.matchAll(phrases)) {
    const span = { from: match.index, to: match.index + match[0].length };
    if (!takenBack.test(clauseAround(text, span).before)) return match[0].trim();
  }
  return undefined;
}
