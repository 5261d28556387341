/** Groups of words, as pieces of regular expressions, that several phrases of disclosure are made of. Contractions are written out. */

const oneOf = (...words: readonly string[]): string => `(?:${words.join("|")})`;

const data =
  "(?:status|location|whereabouts|position|dates?|times?|eta|estimate|information|details|answer|figures?|number|price|amount|balance|levels?|history|update|tracking|data)";

/** What a speaker who lacks something cannot do: know it, reach it or hand it out. */
export const knowing = `(?:seem to |manage to |quite |fully |currently |reliably |independently |definitively |yet )?${oneOf(
  "confirm|verify|check|validate|access|reach|find|locate|retrieve|load|read|determine|rule out|answer|connect",
  "look (?:it |that |this |up)",
  "see (?:the|your|that|any|where|when|what|how|if|whether)",
  "be (?:sure|certain)",
  "say(?= ?[.,;!:]|$)|say (?:anything|more about|for (?:sure|certain)|with|where|when|what|whether|if|how)",
  "tell (?:you )?(?:about|anything|more|for|with|whether|if|what|where|when|how (?!(?:very |so )?(?:happy|glad|pleased|sorry|grateful|thankful|much (?:i|we)))|the|your)",
  "(?:give|tell|show|send) (?:you )?(?:an?|the|any) (?:reliable|exact|definite|certain|accurate|firm|final|confirmed|current|complete|up-to-date)",
  `(?:give|tell|show|send|provide)(?: you)?(?: with)? (?:an?|the|any|its|your) (?:[\\w-]+ )?${data}\\b(?! (?:in|as|off|back)\\b)`,
  "(?:complete|process) (?:this|that|your|the)",
  "get (?:the|that|this|your|an answer|hold|through)",
)}`;

/** What agents ask, and what comes from there. */
export const machinery =
  "(?:systems?|computers?|services?|tools?|api|database|knowledge base|policy base|policies|lookup|look-up|search|backend|provider|server|records?|assistant|information|data|tracking|tracker|feed|pages?|website|web site|site|portal|app|partner|notes|it)";

/** `service`, `data` and their like that are out of order; an `it` of goods may be unavailable for good. */
export const machine = `${machinery}(?<!\\bit)`;

/** What one asks for and may not get. Nothing of the kind is sold. */
export const known =
  "(?:information|data|details|whereabouts|status|figures|levels?|notes|history|records?|eta|(?:arrival|delivery|due|expected|departure|dispatch|shipping|return) (?:dates?|times?))";

/** What one does with a tool, and what is unavailable for good in some shops: the present must be spoken of. */
export const done =
  "(?:locations?|positions?|updates?|answers?|results?|balances?|estimates?|look-?ups?|search(?:es)?|redirect(?:ion)?s?|cancellations?|bookings?|changes|transfers?|(?!(?:shipp|wrapp|park|cloth|light|train|engrav|bedd|financ|seat|cater|(?:no|any|some|every)?th|even|morn|build|pack|camp|hous|fitt|swimm)ing)[a-z]{3,16}ing)";

export const now =
  "(?:right now|just now|at (?:the|this) (?:very )?moment\\b(?! (?:of|when)\\b)|at (?:present|this time|this point)|for (?:now|the moment|the time being)|currently|presently)";

export const adverbs =
  "(?: (?:currently|temporarily|presently|unfortunately|still|just|also|all|completely|now|yet|really|at the moment|right now))*";

/** The clause ends here, or goes on with why or what then. */
export const clauseEnd = "(?=[.,;:!?)]|$|\\n| - | (?:so|and|but|because|since|as|due)\\b)";

/** What a fruitless search says when all is well. */
export const goodNews =
  "(?:faults?|damages?|defects?|problems?|issues?|errors?|signs?|evidence|extra|additional|changes?|differences?|conflicts?|replacement|cheaper|better|other|(?:non-?stop|direct) )";
