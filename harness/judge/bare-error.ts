import { disclosureIn } from "./disclosure.ts";
import { foldText } from "./fold-text.ts";
import { remembered } from "./remembered.ts";

const empty =
  /\b(?:(?:i'm |i am |we're |we are )?(?:very |so |really )?sorry|apolog(?:ies|y)|we apologi[sz]e|oops|uh oh|hmm|unfortunately|something went wrong|(?:an|a|some)? ?(?:unexpected|unknown|internal|technical|server|system)?(?: (?:internal|server|system|technical))? ?(?:error|problem|issue|difficult(?:y|ies))s? (?:has |have )?(?:just )?occurred|(?:i|we)(?:'re|'m| are| am|'ve| have)? ?(?:currently )?(?:experienc|encounter|hav|fac|ran into|had)(?:ing|ed|ed)? ?(?:an|a|some)? ?(?:unexpected |internal )?(?:technical )?(?:error|issue|problem|difficult(?:y|ies)|trouble)s?|please|kindly|(?:and )?(?:try|check|come)(?: back| again|ing)*|later|shortly|soon|in a (?:few |little |moment|while|bit|minutes?)+|about (?:that|this)|for (?:the|any) inconvenience(?: caused)?|on our (?:side|end)|(?:while |when )?(?:processing|handling|with) your (?:request|message|question)|at (?:the|this) moment|right now|here|but|and|the|again|thank you(?: for your patience)?)\b/gi;

const errorString =
  /^(?:(?:an? |internal |fatal |unhandled |uncaught )*(?:\w+)?(?:error|exception)\b ?(?:[:(\d[]|$)|traceback \(|https? \d{3}\b|[45]\d\d (?:error|bad (?:request|gateway)|unauthori[sz]ed|payment required|forbidden|(?:page )?not found|method not allowed|request time-?out|conflict|too many requests|internal server error|not implemented|service (?:temporarily )?unavailable|gateway time-?out|server error)\b|internal server error|service unavailable|bad gateway|gateway time-?out|fetch failed|<!doctype html|<html)/i;
const told =
  /\b(?:i|we)(?:'ve| have| could| couldn't| was| were| am| are|'m|'re) (?!(?:currently )?(?:experiencing|having|encounter))/i;

const markup = /<[a-z!]/i;
/** Of something that the user asked about, and not of the asking. */
const yours =
  /\byour (?!(?:browser|connection|network|internet|administrator)\b)(?!(?:\w+ )?(?:requests?|messages?|questions?|quer(?:y|ies)|inputs?|calls?|session|tokens?|api)\b)\w/i;

/** What goes on after an error's name says to the user what could not be done: `Service unavailable: the status of your parcel cannot be shown`. */
const tells = (rest: string): boolean =>
  !markup.test(rest) &&
  (rest.match(/[^.!?\n]{1,400}/g) ?? []).some((said) => yours.test(said) && disclosureIn(said) !== undefined);

/**
 * The whole answer is an error message and nothing else: a program's error (`Error: 503 …`, an error as JSON, an error page),
 * or an apology that says neither what could not be done nor who takes over (`Something went wrong. Please try again later.`).
 */
export const isBareError = remembered((answer: string): boolean => {
  const text = foldText(answer);
  if (text === "") return false;
  const head = errorString.exec(text)?.[0];
  if (head !== undefined) return !told.test(text) && !tells(text.slice(head.length));
  if (text.startsWith("{")) return isErrorObject(text);
  if (!/\b(?:wrong|error|problem|issue|difficult|trouble)/i.test(text)) return false;
  const rest = text.replace(empty, "");
  return rest !== text && !/\p{L}{2}/u.test(rest);
});

function isErrorObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null) return false;
    return "error" in value || "errors" in value || ("success" in value && value.success === false);
  } catch {
    return false;
  }
}
