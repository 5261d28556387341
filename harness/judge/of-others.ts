import { initialStop } from "./spoken.ts";

/** `customers could not`, `the courier was unable to deliver it`: said of others, and no admission of the speaker's. */

const helpers =
  "(?: (?:was|were|is|are|am|has|have|had|been|also|still|again|unfortunately|simply|sadly|apparently|then|just|therefore)|'s)*";
const verbFirst = /^(?:could|can|unable|not|fail|is|was|are|were|found|find|escalat|did|have|has)\b/i;
/** Words that disclose by what somebody could not do. */
const inability = /^(?:could|can not|unable|not (?:\w+ ){0,2}able|have not|did not manage)/i;

/** The same words whole, the deed left over. */
const refusing = /^(?:(?:could|can|did|have) not(?: yet)?(?: managed? to)?|(?:unable|not (?:\w+ ){0,2}able) to)\b/i;

const people = new RegExp(
  `\\b(?:customers?|buyers?|you|they)(?: are| were| have been)? (?:(?!i |we |our |the |that |it )[\\w]+ )?$|(?<=[a-z] )(?<!\\b(?:unfortunately|sadly|sorry|regrettably|and|but|so|afraid) )(?:who|that|which)(?: are| were| is| was)? $|\\b(?:senders?|recipients?|receivers?|addressees?|drivers?|neighbou?rs?|passengers?|guests?|patients?|residents?|post(?:man|men|woman)|crew|pilot|customs|he|she)${helpers} $`,
  "i",
);
const firms = new RegExp(
  `\\b(?:couriers?|carriers?|post|post office|postal service|courier service|suppliers?|manufacturers?|airlines?|sellers?|depot|shipper|hauliers?|pharmac(?:y|ies|ists?)|hotels?|clinics?|hospitals?|doctors?|banks?|shops?|stores?|restaurants?|venues?|garages?|insur(?:er|ance)|landlords?|dealers?|vendors?)${helpers} $`,
  "i",
);
/** What a firm that was asked may fail to do for the one who asks. */
const telling =
  /^ (?:\w+ly )?(?:tell|say|confirm|verif|provide|give (?:me|us|any|an?|the)|locat|trac|load|open|access|retriev|pull|fetch|supply|process (?:my|our|the) |answer|respond|reply|find(?! (?:you|anyone|anybody|the address|your|a )\b)|look|check|be (?:reached|contacted|asked|checked|found)|help|see|share)/i;

/** What happens to goods on their way. */
const onTheWay =
  /^ (?:\w+ly )?(?:be |have been |get )?(?:deliver|clear(?!ed up)|arriv|dispatch|depart|board|scann|collect|hand(?:ed)? (?:over|out|in|it|the parcel)|pick(?:ed)? (?:up|it up)|left\b|leave\b|ship(?:ped)?\b|land\b|cross|fit\b|move\b|moved\b|returned\b|staffed\b|load(?:ed)? (?:on|onto|into|aboard|from)\b|unload)/i;
const speaker = /(?:^|[\s"(])(?:i|we)(?:'d)?(?: \w+){0,2} ?$/i;
const message =
  /\b(?:messages?|e-?mails?|notifications?|sms|texts?|repl(?:y|ies)|answers?|results?|data|information)\b/i;

/** `your card could not be charged` */
const money = new RegExp(`\\b(?:cards?|payments?|accounts?|deposits?)${helpers} $`, "i");
const paid = /^ be (?:charged|debited|credited|accepted|authori[sz]ed|processed)\b/i;
/** `we could not find a cheaper flight`: there is none. */
const better =
  /^ (?:reach|call|contact) (?:you|him|her|them)\b|^ find (?:a single|anything (?:else |more )?(?:wrong|amiss|missing|else|more)|any(?: (?:other|further|more))? (?:fault|damage|problem|issue|defect|sign)s?)\b|^ find (?:an?y?|you (?:an?y?)) (?:\w+ )?(?:discount|voucher|coupon|cheaper|better|earlier|later|sooner|other|closer|nearer|direct|non-?stop|alternative|suitable)\b/i;

/** `the customs system is down`: what is out of order is nothing that the speaker asks. */
const foreign = /\b(?:customs|border|airport|police|sorting|your bank(?:'s)?|(?:sender|recipient|customer)'s)\b/i;
const ofMachines =
  /^(?:web ?site|site|portal|pages?|app|systems?|services?|servers?|api|backend|tracker|database|computers?)\b/i;
/** `the port's website is down`: of others, or of what was asked; nobody can tell. */
const theirs = /(?<!\b(?:our|my|company|firm|shop|store|house|team|today))'s (?:[\w-]+ )?$/i;
export const ofSomebodys =
  /(?<!\b(?:company|firm|shop|store|house|team|today))'s (?:[\w-]+ ){1,3}(?:is|are|was|were|has|did|does)\b/i;

const outOfOrder =
  /\b(?:down|unavailable|offline|unreachable|failing|overloaded|outage|errors?|failed|crashed|out of)\b/i;

/** `D. Whitmore has`, `our engineer`, `, who had`: whoever they are, they are not the speaker. */
const someoneElse = new RegExp(
  `(?:(?:\\p{Lu}|\\b(?:Dr|Mrs?|Ms|Prof))${initialStop} \\p{Lu}[\\p{L}'-]+|, (?:and )?who(?: (?:is|was|were))?|\\b(?:[Oo]ur|[Tt]he|[Yy]our|[Aa]n?) (?:\\p{Ll}+ )?(?:engineer|technician|assessor|adjuster|surveyor|inspector|mechanic|repairer|handler|underwriter|investigator|plumber|electrician|doctor|nurse|dentist|vet|teacher|lawyer|solicitor|accountant))(?: (?:has|had|was|is))?(?: (?:\\p{Ll}+ly|also|already|just|now|then|since))? $`,
  "u",
);
const handing = /^(?:pass|hand|forward|refer|transfer|rout|open|rais|creat|escalat|ask|put|connect)/i;
/** `your landlord has not confirmed it`, `technicians could not get in` */
const theirOwn =
  /\b(?:your (?:line )?(?:landlord|employer|manager|doctor|bank|insurer|partner|school|guarantor)|(?:technicians|installers|engineers|fitters|workmen))(?: (?:has|have|had|was|were|is|are))? $/i;
/** `we were unable to contact the third party` */
const outsiders =
  /^ (?:reach|call|contact|get hold of) (?:the |any |your |their |an? )?(?:third|other) (?:party|side|driver)|^ (?:reach|call|contact|get hold of) (?:the |any |your |their |an? )?(?:\w+ )?(?:witness(?:es)?|claimants?|policyholders?|recipients?|senders?|tenants?|guests?|customers?|neighbou?rs?|parents?)\b/i;
/** What a house grants or not. */
const granted = /\bbe (?:waived|reduced|lowered|discounted|negotiated)\b|^ (?:waive|reduce|lower) /i;

/** `The claim was declined because the accident could not be verified`: a reason for what was decided, and no admission. */
const decided =
  /\b(?:was|were|is|are|been|got) (?:\w+ly |still )?(?:rejected|declined|refused|withdrawn|closed|denied|dismissed|suspended|turned down|terminated|pending|on hold|delayed|postponed|paused)(?:[^.!?;\n]{0,60}?,? (?:as|because|since|after)\b|;)[^.!?\n]*$/i;
const asking =
  /(?:^|[;,]|\b(?:as|because|since|after)) ?(?:i|it|[^;,]*\b(?:systems?|services?|servers?|tools?|api|database|registers?|look-?ups?|search|requests?|connection|website|portal|pages?|data|status|records?))\b[^;,]*$/i;

/** @param said the sentence, or what of it stands before the words */
export const ofDecision = (said: string): boolean => {
  const found = decided.exec(said.replace(/[.!?]$/, ""));
  return found !== null && !asking.test(found[0].split(/;|\b(?:as|because|since|after)\b/i).at(-1) ?? "");
};

export function ofOthers(before: string, words: string, after: string): boolean {
  if (verbFirst.test(words) && people.test(before)) return true;
  if ((verbFirst.test(words) || handing.test(words)) && someoneElse.test(before)) return true;
  if (verbFirst.test(words) && theirOwn.test(before)) return true;
  if (outOfOrder.test(words) && foreign.test(`${before.slice(-15)}${words}`)) return true;
  if (outOfOrder.test(words) && ofMachines.test(words) && theirs.test(before)) return true;
  if (!inability.test(words)) return false;
  if (/^ (?:offer|accept|price-match)\b/i.test(after)) return true;
  if (/^ be \w+ by (?!me\b|us\b|our\b|my\b)/i.test(after)) return true;
  if (granted.test(words.replace(refusing, "") + after.slice(0, 40)) || granted.test(words) || outsiders.test(after))
    return true;
  if (money.test(before) && paid.test(after)) return true;
  if (better.test(after)) return true;
  // `The pharmacy can not be reached`: the deed may stand in the words themselves.
  if (firms.test(before)) return !telling.test(words.replace(refusing, "") + after);
  if (!onTheWay.test(after) || message.test(before) || message.test(after.slice(0, 40))) return false;
  return !speaker.test(before) || /^ deliver/i.test(after);
}
