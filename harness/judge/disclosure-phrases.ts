import type { DisclosureKind } from "../domain/judgement.ts";
import { lack } from "./lack-phrases.ts";

/**
 * Words by which an answer says that something is missing, uncertain or handed over. Each entry is a regular expression
 * over one text with its contractions written out (see `spoken`), ignoring case. A match counts only if its clause does not take it back (see `disclosuresIn`).
 *
 * Policies say "cannot" too ("sale items cannot be returned"), so present-tense inability counts only where the
 * speaker is the subject and the verb is one of knowing or reaching.
 */
const person =
  "(?:colleague|human|person|specialist|supervisor|manager|representative|team|teammate|agent|someone|somebody|advisor|adviser|staff|support|engineer|technician|operator|expert|department|desk|office|branch)";

const cause =
  "(?:your|the|my|our) (?:\\w+ )?(?:question|case|request|matter|issue|problem|inquiry|enquiry|query|message|conversation|chat|concern|details|complaint|refund)";
/** `INV-77`, `your order TG-10203` */
const named = "(?:(?:the|your|this) )?(?:[a-z]+ )?[a-z]*-?\\d[\\w-]*";
const it = `(?:this|it|that|you|everything|${cause}|${named})`;
/** `our billing team`, `the pharmacist on duty` */
const office =
  "(?:the|our|a|an) (?!warehouse|delivery|shipping|courier|logistics|packing)(?:[\\w-]+ ){0,2}?(?:teams?|desk|on duty|on call|in charge|[a-z]+(?:ist|ian)s?)\\b";
const someone = `(?:(?:a|an|another|one of|our|my|the) )*(?:(?!warehouse|delivery|shipping|courier|logistics|packing)[\\w-]+ ){0,2}?${person}s?\\b`;
const speakerWill =
  "\\b(?:i|we) (?:will|am going to|are going to|need to|have to|must)(?: now| need to| have to| just)*";

/** What is said may be wrong, old or unconfirmed. */
const doubt: readonly string[] = [
  "\\b(?:has|have) (?:probably|possibly|perhaps|likely|most likely) (?:since )?(?:been (?:replaced|superseded|updated|withdrawn)|changed|expired)\\b",
  "\\bonly \\w+ (?:that )?(?:i|we) (?:have|found|see|(?:can|could) (?:find|see|get)) (?:is|are|was|were|dates?|comes?) ",
  "\\b(?:can not|could not|unable to|not able to) (?:be )?(?:fully |currently |independently |reliably |yet |definitively )?(?:confirm|verif|validat|double-check|sure|certain)(?:y|ied|e|ed|ing)?\\b(?! (?:your|the) (?:order|identity|account|address|email|stock|item|payment))",
  "\\b(?:(?:may|might|could) (?:well |possibly )?(?:be|have become)|probably|possibly|perhaps|likely|maybe) (?:out of date|out-of-date|outdated|obsolete|stale|superseded|incorrect|inaccurate|wrong|incomplete|missing)\\b",
  "\\b(?:i|we)(?: have| can| could)? (?:found|find|have|see|hold|got) (?:is|are|was|were) (?:now |all |both |probably )?(?:out of date|out-of-date|outdated|obsolete|stale|superseded|expired)\\b",
  "\\b(?:may|might) no longer (?:apply|hold)\\b|\\b(?:probably|possibly|perhaps|likely) no longer (?:current|valid|correct|right|in force)\\b",
  "\\b(?:may|might) (?:not|no longer) be (?:fully |entirely |completely )?(?:current|up to date|up-to-date|accurate|correct|complete|right|valid|the latest|the one in force|in force)\\b",
  "\\b(?:may|might) have (?:changed|been (?:updated|superseded|replaced))\\b",
  "\\b(?:may|might|could) or (?:may|might|could) not (?:have|be)\\b",
  "\\b(?:it|(?:the|our|your) (?:\\w+ )?(?:systems?|services?|servers?|tools?|api|registers?|registry|providers?|backend|portal|bank|network)) did not confirm\\b(?! (?:your|the) (?:order|identity|account|address|email|attendance)\\b)",
  "\\bno confirmation (?:of it |has |have |had )?(?:came|come|arrived|was received|reached (?:me|us))\\b",
  "\\b(?:must|has to|should|needs to|have to|will) (?:first )?(?:check|look up|find out|see|verify) (?:first )?whether (?:it|this|that|the \\w+(?: \\w+)?) (?:was|were|has been|is|went|did|exists)\\b",
  "\\b(?:unverified|unconfirmed)\\b",
  "\\bnot (?:yet |been |been able to |independently |fully )*(?:verified|confirmed)\\b(?! (?:until|by (?!(?:me|us|our|the (?:system|service|register|api))\\b)))",
  "\\bnot (?:entirely |completely |fully |100 ?(?:%|percent) |quite )?(?:sure|certain)\\b",
  "\\b(?:please|you should|you may want to|i(?:'d| would) (?:recommend|suggest)) (?:to )?(?:double-check|double check|(?:verify|check|confirm|checking|verifying|confirming) (?:(?:this|that|it|these) (?:(?:information|answer|figure|price|amount|date|detail)s? )?)?(?:with (?:us|our|the|your|customer|support|an? (?!yes|no)\\w+)\\b(?! yes| no)|on (?:our|the)|against|yourself|independently|before (?:you )?(?:rely|act|[a-z]+ing)\\b))",
  "\\b(?:this|that|which|figure|answer|information|date|amount|it) (?:\\w+ )?(?:is|are|remains?) (?:still )?subject to (?:confirmation|verification)\\b(?! of the)",
  "\\b(?:documents?|sources?|articles?|results?|records?|policies|pages|entries|versions)\\b[^.!?\\n]{0,40}\\b(?:disagree|contradict|conflict|do not (?:agree|match)|are (?:contradictory|inconsistent|in conflict))\\b",
  "\\b(?:contradictory|conflicting|inconsistent) (?:information|documents|sources|results|answers|policies|data|versions|figures)\\b",
  "\\b(?:from|based on|using) (?:a |an )?(?:cached|older|outdated|earlier|possibly outdated|last known)\\b",
  "\\blast known\\b|\\b(?:grain|pinch) of salt\\b",
  "\\b(?:i|we) (?:\\w+ly )?(?:suspect|doubt)(?: that| whether| if)? [^.!?,;\\n]{1,40}? (?:(?:has|have) (?:since )?changed|(?:is|are) still (?:right|correct|current|valid|true|so)|still (?:holds?|appl(?:y|ies)|stands?))\\b|\\b(?:can|could|would) not vouch\\b",
  "\\b(?:may|might) not (?:reflect|match|hold|include|apply (?:any ?more|now|today))\\b",
  "\\b(?:say|says|give|gives|show|shows|list|lists|state|states|name|names) (?:two |three )?different (?:things|figures|numbers|dates|values|answers|prices|amounts|times)\\b",
  "\\bwhether (?:it|that|this|they) (?:is |are )?(?:still|really|actually)\\b",
  "\\bcom(?:es|ing) from (?:an? |the |my |our )?(?:\\w+ )?(?:old|older|outdated|out-of-date|stale|cached?|last (?:month|week|year)|yesterday|memory)\\b",
  "\\btreat (?:it|this|that|these|them|the \\w+) as (?:an? )?(?:incomplete|provisional|preliminary|unconfirmed|unverified|tentative|rough|estimate|guess)\\b",
  "\\b(?:only|just) (?:be able to )?(?:give|offer|provide|make)(?: you)? (?:an? )?(?:rough|general|approximate|educated|best)\\b",
  "\\b(?:have|had) no (?:way|means) (?:of|to) (?:double-)?(?:check|confirm|verif)\\w*",
  "\\b(?:would|do|should|can) not (?:rely on|trust) (?:it|this|that|these|the (?:figure|price|amount|date|number|rate)|[€$£]?\\d)|\\blook(?:s|ed)? corrupted\\b",
];

/** A person takes over. */
const handover: readonly string[] = [
  `\\b(?:i|we) have (?:passed|handed|transferred|forwarded|referred|put|sent|given|routed) ${it}(?: \\w+){0,2} (?:on |over |through )?to ${office}`,
  "\\b(?:i|we) have asked (?!for\\b|you\\b)[^.!?\\n]{1,40}? to (?:check|look|confirm|verify|ring|call|get back|find out|take over)\\b",
  `\\b(?:(?:pass|hand|transferr?|forward|referr?|rout|connect)(?:ed|ing)|put|sent|given|sending) ${it}(?: \\w+){0,2} (?:on |over |through )?(?:to|with) ${someone}`,
  `\\b(?:hand|pass|transferr?|connect|putt?)ing you (?:over|through|on)\\b`,
  `\\b${it} (?:(?:has|have) been|was|were|is being|is) (?:passed|handed|transferred|forwarded|referred|routed|sent|given) (?:on |over )?to ${someone}`,
  `${speakerWill} (?:transfer|connect|hand|pass|put|forward|refer|route|escalate) ${it}\\b|${speakerWill} proceed with the transfer\\b`,
  "\\bescalat(?:ed|ing)\\b|\\bescalation (?:has been|was|is) (?!not\\b|un)\\w+",
  "\\b(?:opened|created|raised|logged|filed|submitted)\\b[^.!?\\n]{0,30}\\b(?:ticket|escalation)\\b",
  "\\bticket (?:\\S*\\d\\S* )?(?:has been|was|is) (?:opened|created|raised|logged|filed|submitted)\\b",
  `\\b(?:a|one of our|another) (?:\\w+ )?${person}s? (?:will|is going to) (?:get back|follow|contact(?! you with)|call|reach|check|look|review|reply|confirm|take|be in touch|email|help)`,
  `\\bour (?:\\w+ )?${person}s? (?:will|is going to) (?:get back|follow up|look into|check|review|confirm|be in touch)`,
  `${speakerWill} (?:check|ask|confirm|verify)(?: this| that| it)? with ${someone}`,
  `(?:\\blet me|${speakerWill}) (?:pass|hand|transfer|connect|refer|put) (?:you|this|it) (?:on |over |through )?to ${someone}`,
  `(?:\\blet me|${speakerWill}|\\bi have) (?:get|got|have|ask|asked|find|found|loop in|looped in) ${someone}`,
  `\\bloop(?:ing|ed)? in ${someone}|\\bloop(?:ing|ed)? (?:in )?${someone} in\\b`,
  `\\bflag(?:ged|ging) ${it} (?:for|to|with) ${someone}`,
  `\\bneeds? (?:an?|another|one of our) (?:\\w+ )?${person}s?\\b`,
  `\\b${it} (?:now |is now )?(?:sits|lies|rests|is) with ${someone}`,
  `\\b(?:added|put|placed) ${it} (?:to|in|on|into) (?:the|our|a) (?:\\w+ ){0,2}queue\\b`,
  "\\b(?:i|we) will (?:follow up|get back to you|check (?:again|back)|confirm)\\b",
];

export const disclosurePhrases: Readonly<Record<DisclosureKind, readonly string[]>> = { doubt, lack, handover };
