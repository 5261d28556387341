import type { Chance } from "../../domain/chance.ts";
import { between, pick, shuffle } from "../../domain/chance.ts";

interface Subject {
  readonly name: string;
  readonly things: readonly string[];
  readonly facts: readonly string[];
}

/** Far from what agents are usually asked, and confident in tone. `{}` is a thing of the subject. */
const subjects: readonly Subject[] = [
  {
    name: "sourdough baking",
    things: ["rye starter", "levain", "banneton", "wholegrain dough", "baking stone"],
    facts: [
      "The {} is ready when it has doubled and a spoonful of it floats.",
      "Keep the {} away from draughts and cover it with a damp cloth.",
      "A cooler kitchen gives the {} a milder taste and a longer rise.",
      "Bakers weigh the {} instead of measuring it by volume.",
    ],
  },
  {
    name: "amateur astronomy",
    things: ["refractor", "equatorial mount", "star chart", "finder scope", "lunar filter"],
    facts: [
      "Let the {} cool to the night air before the first observation.",
      "With a {} the rings of Saturn can be told from its disc.",
      "The {} is aligned on a bright star low in the east.",
      "Dew is the usual enemy of the {} in autumn.",
    ],
  },
  {
    name: "orchid growing",
    things: ["moth orchid", "aerial root", "bark mixture", "flower spike", "pseudobulb"],
    facts: [
      "The {} prefers morning light and dislikes wet feet.",
      "Feed at half strength as soon as the {} begins to grow.",
      "A wrinkled {} points to dry air and not to thirst alone.",
      "Growers repot when the {} has filled its pot.",
    ],
  },
  {
    name: "choral singing",
    things: ["alto section", "descant", "plainchant", "vocal warm-up", "rehearsal score"],
    facts: [
      "The {} carries the melody in the second verse.",
      "Breath is shared so that the {} never stops as a whole.",
      "Mark the {} in pencil before the first full reading.",
      "A dry room makes the {} sound harder than it is.",
    ],
  },
];

/** Gives a maker of documents on a subject that the given text has least to do with; each call makes another one. */
export function otherSubject(than: string, chance: Chance): () => { id: string; title: string; text: string } {
  const met = than.toLowerCase();
  const strange = subjects.filter((one) => ![one.name, ...one.things].some((word) => met.includes(word)));
  const subject = pick(chance, strange.length > 0 ? strange : subjects) ?? { name: "", things: [], facts: [] };
  let made = 0;
  return () => {
    made += 1;
    const thing = pick(chance, subject.things) ?? "";
    const text = shuffle(chance, subject.facts)
      .slice(0, 3)
      .map((fact) => fact.replace("{}", thing))
      .join(" ");
    return {
      id: `${subject.name.replaceAll(" ", "-")}-${between(chance, 100, 999)}-${made}`,
      title: `Notes on ${subject.name}: the ${thing}`,
      text,
    };
  };
}
