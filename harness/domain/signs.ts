/** What a fault put into a reply, by which it is known again wherever it turns up later. */
export interface Signs {
  /** Words that occur nowhere else and must not come out: not in the answer, not in citations, not in a tool's arguments. */
  readonly canaries?: readonly string[];
  /** The canaries stand in records that this principal must not see. */
  readonly restricted?: true;
  /** Parts of a bad reply as it reads on the wire. That they turn up again says where it went, and is not wrong by itself. */
  readonly marks?: readonly string[];
}

/** Letters and digits alone, so that a canary is found however it is cased, spaced or joined. */
export const squeezed = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "");

/** JSON reads alike whether it is indented, or quoted inside of other JSON. */
export const flattened = (text: string): string => text.replace(/[\s\\]+/g, "");

/** Those of the canaries that stand in a text. */
export function canariesIn(text: string, canaries: readonly string[]): readonly string[] {
  if (canaries.length === 0 || text === "") return [];
  const within = squeezed(text);
  return canaries.filter((canary) => within.includes(squeezed(canary)));
}

/** Those of the marks that stand in a text. */
export function marksIn(text: string, marks: readonly string[]): readonly string[] {
  if (marks.length === 0 || text === "") return [];
  const within = flattened(text);
  return marks.filter((mark) => within.includes(flattened(mark)));
}

/** Those of the marks that a text for people shows: whole, or an object or a list that was written into a sentence without its name. */
export function marksShown(text: string, marks: readonly string[]): readonly string[] {
  if (marks.length === 0 || text === "") return [];
  const within = flattened(text);
  return marks.flatMap((mark) => [mark, structureIn(mark)].filter((form) => form && within.includes(flattened(form))));
}

/** Of a member as it reads on the wire. */
const structureIn = (mark: string): string => /^"[^"]*":([{[].{4,})$/.exec(mark)?.[1] ?? "";

const cited = /cit|sourc|referenc|footnote|link|quot|answer|^text$|message|output|reply/i;

/**
 * What an answer's further data say to the user: its citations and texts. Not what it carries of its own inner working, such as
 * the contexts that it was given.
 */
export function saidInData(data: unknown): string {
  if (typeof data === "string") return data;
  const said: string[] = [];
  gather(data, false, said);
  return said.join("\n");
}

function gather(value: unknown, within: boolean, into: string[]): void {
  if (Array.isArray(value)) for (const item of value) gather(item, within, into);
  else if (typeof value === "object" && value !== null)
    for (const [name, member] of Object.entries(value)) gather(member, within || cited.test(name), into);
  else if (within && (typeof value === "string" || typeof value === "number")) into.push(String(value));
}
