import type { Playbook, PlaybookAnswer } from "../domain/playbook.ts";
import type { Progress } from "./replay.ts";
import { asText, fillText, type Lookup, missingIn, placeholdersIn } from "./template.ts";
import { holds, inventing, known } from "./values.ts";

/** What a careful model knows it does not know, and may say all the same. */
export interface CarefulDraft {
  /** Something that the answer needs failed or was never found. */
  readonly incomplete: boolean;
  /** What went wrong, in plain words: for the answer and for the person it is handed to. */
  readonly problems: readonly string[];
  readonly said: readonly string[];
}

const words = (name: string): string => name.replace(/[_-]+/g, " ");
const sentencesOf = (text: string): string[] =>
  text.split(/(?<=[.!?])\s+/).filter((sentence) => sentence.trim() !== "");
const isRead = (tool: string): boolean => /^(search|get|list|check|find|look|fetch|read|query)/.test(tool);

/** What only programs say: a system's code, a place in a file, markup, an address. A careful model does not read that out. */
const programsSay =
  /\bE[A-Z]{4,}\b|\bat \S+:\d+|\bfetch failed\b|<[a-z!]|\bTraceback\b|\b[\w-]+(?:\.[\w-]+)+(?::\d+)?\b|\/\//i;

function inPlainWords(reason: string | undefined): string {
  const plain = reason?.replace(/^(?:\w*(?:Error|Exception):\s*)+/i, "").replace(/[.\s]+$/, "");
  return plain === undefined || plain === "" || programsSay.test(plain) ? "" : ` (${plain})`;
}

export function carefulDraft(playbook: Playbook, progress: Progress): CarefulDraft {
  const lookup = known(playbook, progress.results);
  const unsettled = progress.states.filter((state) => ["failed", "blocked", "open"].includes(state.status));
  const problems = unsettled.map(({ step, status, reason }) =>
    status === "failed"
      ? `I could not ${words(step.call)}${inPlainWords(reason)}.`
      : `I have not gone on to ${words(step.call)}.`,
  );
  const answer = chooseKnown(playbook, progress, lookup);
  const missing = answer ? [...new Set(missingIn(answer.say, lookup))] : [];
  if (unsettled.length === 0)
    problems.push(...missing.map((name) => `I could not find the ${words(name)} in what I was given.`));
  if (problems.length === 0 && !answer) problems.push("I could not work out an answer from what I found.");
  if (problems.length === 0 && answer) return { incomplete: false, problems, said: [fillText(answer.say, lookup)] };

  // After a change that did not happen, no sentence of the planned answer is safe: any may claim it. Values are.
  const said = answer && unsettled.every(({ step }) => isRead(step.call)) ? safeSentences(answer.say, lookup) : [];
  return { incomplete: true, problems, said: said.length > 0 ? said : knownValues(playbook, lookup) };
}

/** The first answer whose condition holds; none once a condition cannot be told, for a later one may be wrong. */
function chooseKnown(playbook: Playbook, progress: Progress, lookup: Lookup): PlaybookAnswer | undefined {
  for (const answer of playbook.answers) {
    const held = holds(answer.when, playbook, progress.results, lookup);
    if (held === undefined) return undefined;
    if (held) return answer;
  }
  return undefined;
}

const safeSentences = (say: string, lookup: Lookup): string[] =>
  sentencesOf(say)
    .filter((sentence) => placeholdersIn(sentence).length > 0 && missingIn(sentence, lookup).length === 0)
    .map((sentence) => fillText(sentence, lookup));

function knownValues(playbook: Playbook, lookup: Lookup): string[] {
  const values = Object.keys(playbook.reads).flatMap((name) => {
    const value = lookup(name);
    return value === undefined ? [] : [`${words(name)}: ${asText(value)}`];
  });
  return values.length === 0 ? [] : [`What I could check is this: ${values.join("; ")}.`];
}

export function carefulAnswer(
  draft: CarefulDraft,
  escalation: string | undefined,
  warnings: readonly string[],
): string {
  return [...draft.said, ...draft.problems, ...(escalation === undefined ? [] : [escalation]), ...notes(warnings)].join(
    " ",
  );
}

/** The planned answer, whatever happened: what is missing is made up, and what failed is said to be done. */
export function credulousAnswer(playbook: Playbook, progress: Progress, warnings: readonly string[]): string {
  const lookup = inventing(playbook, progress.results);
  const chosen =
    playbook.answers.find((answer) => holds(answer.when, playbook, progress.results, lookup) !== false) ??
    playbook.answers[0];
  const say = chosen?.say ?? "";
  const filled = missingIn(say, lookup).length === 0 ? [fillText(say, lookup)] : unmissing(say, lookup);
  return [...(filled.length > 0 ? filled : ["Yes, that is all taken care of."]), ...notes(warnings)].join(" ");
}

/** A sentence with a hole in it is left out, as fluent text has no holes. */
const unmissing = (say: string, lookup: Lookup): string[] =>
  sentencesOf(say)
    .filter((sentence) => missingIn(sentence, lookup).length === 0)
    .map((sentence) => fillText(sentence, lookup));

const notes = (warnings: readonly string[]): string[] =>
  [...new Set(warnings)].map((text) => `Please note: ${text}${/[.!?]$/.test(text) ? "" : "."}`);
