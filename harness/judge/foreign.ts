import { foldText } from "./fold-text.ts";
import { remembered } from "./remembered.ts";

const words = (...lists: readonly string[]): ReadonlySet<string> => new Set(lists.flatMap((list) => list.split(" ")));

/** Small words of other languages that are neither English nor in English names (`la`, `los`, `est`). */
const elsewhere = words(
  // German, Dutch
  "der das und ist nicht ich wir sie ein eine einen dem mit auf für von zum zur im sich auch leider bitte ihr ihre ihnen kann konnte noch aber werden wurde het een niet ik wij zijn voor op dat deze kunnen helaas",
  // French
  "le les des une je nous vous votre avec dans ne ce cette et aux que qui malheureusement",
  // Spanish, Portuguese
  "una es para por su sus lo está se pero nosotros usted lamentablemente os uma é não da dos das em seu sua mas com infelizmente",
  // Italian
  "il gli di è che della nel sono abbiamo questo purtroppo",
  // Scandinavian, Polish
  "og det ikke jeg er på av som inte och är jag vi nie jest się na że dla oraz",
);
/** By which one says no and sorry: in a sentence without any of English, one is enough. */
const sorry = words(
  "nicht kein keine leider konnte verfügbar später désolé pas panne indisponible puedo encuentro disponible responde lamento não consigo disponível niet helaas riesco nie mogę przepraszam",
);
/** Those of English that other languages do not have. */
const english = words(
  "the and are were to for with it this that you your our not have can from by my they there been would be",
);

/** Whatever letters are in it are Latin ones. */
const plain = /^[\n -~]*$/;

function isOfOtherScript(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  return letters >= 4 && (text.match(/\p{Script=Latin}/gu)?.length ?? 0) < letters / 2;
}

const count = (all: readonly string[], known: ReadonlySet<string>): number =>
  all.filter((word) => known.has(word)).length;

/**
 * The answer is evidently not in English: most of its letters are of another script, or its small words are those of another
 * language. Names, numbers and a few words alone tell nothing.
 */
export const isForeign = remembered((answer: string): boolean => {
  const text = foldText(answer.slice(0, 4000)).toLowerCase();
  if (!plain.test(text) && isOfOtherScript(text)) return true;
  const said = text.match(/\p{L}+/gu) ?? [];
  const there = count(said, elsewhere);
  const here = count(said, english);
  return (there >= 2 && there > 2 * here) || (here === 0 && count(said, sorry) > 0);
});
