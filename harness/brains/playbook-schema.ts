import { z } from "zod";
import type { Playbook } from "../domain/playbook.ts";
import { placeholdersIn } from "./template.ts";

const scalar = z.union([z.string(), z.number()]);
const condition = z
  .strictObject({
    value: z.string().min(1),
    equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
    atLeast: scalar.optional(),
    atMost: scalar.optional(),
  })
  .readonly();

const read = z.union([
  z.strictObject({ from: z.string().min(1), matches: z.string().min(1) }),
  z.strictObject({ from: z.string().min(1), path: z.string().min(1) }),
]);

/** The shape of a playbook as it is written. */
export const playbookSchema = z.strictObject({
  steps: z
    .array(
      z.strictObject({
        call: z.string().min(1),
        with: z.record(z.string(), z.unknown()).default({}),
        as: z.string().regex(/^[A-Za-z_][\w-]*$/, "a step's name has letters, digits, _ and - only"),
        when: condition.optional(),
      }),
    )
    .default([]),
  reads: z.record(z.string(), read).default({}),
  answers: z
    .array(z.strictObject({ when: condition.optional(), say: z.string().min(1) }))
    .min(1, "say at least one answer"),
  // YAML writers leave figures unquoted; a model's words are text either way.
  invent: z.record(z.string(), scalar.transform(String)).default({}),
});

/** What is wrong, and where in the playbook. */
export interface PlaybookProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

type Parsed = { readonly playbook?: Playbook; readonly problems: readonly PlaybookProblem[] };

/** A brain asks at every turn; a task's playbook never changes. */
const seen = new WeakMap<object, Parsed>();

/**
 * A playbook as written in a task file → the typed one, or every problem with it.
 * @param earlier those of the turns before it, the same ones every time: what they read can be used, and stands among its reads.
 */
export function parsePlaybook(value: unknown, earlier: readonly unknown[] = []): Parsed {
  if (typeof value !== "object" || value === null) return parse(value, earlier);
  const known = seen.get(value) ?? parse(value, earlier);
  seen.set(value, known);
  return known;
}

function parse(value: unknown, earlier: readonly unknown[]): Parsed {
  const parsed = playbookSchema.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path, message }) => ({
      path: path.filter((step) => typeof step !== "symbol"),
      message,
    }));
    return { problems };
  }
  // zod types optional members as `T | undefined`; with exactOptionalPropertyTypes that is another type, though never another value.
  const written = parsed.data as Playbook;
  const before = earlier.flatMap((one, index) => parsePlaybook(one, earlier.slice(0, index)).playbook ?? []);
  const learned = before.flatMap(({ steps }) => steps.map(({ as }) => as));
  const result = { ...written, reads: { ...before.at(-1)?.reads, ...written.reads } };
  const problems = referenceProblems(result, learned);
  return problems.length === 0 ? { playbook: result, problems } : { problems };
}

/** What is wrong with a playbook; nothing if it can be played. */
export const checkPlaybook = (value: unknown, earlier: readonly unknown[] = []): readonly PlaybookProblem[] =>
  parsePlaybook(value, earlier).problems;

/** @param learned steps of earlier turns. */
function referenceProblems({ steps, reads, answers }: Playbook, learned: readonly string[]): PlaybookProblem[] {
  const problems: PlaybookProblem[] = [];
  const say = (path: PlaybookProblem["path"], message: string): void => void problems.push({ path, message });
  const order = new Map<string, number>(learned.map((name) => [name, -1]));
  for (const [i, step] of steps.entries()) {
    if (order.has(step.as)) say(["steps", i, "as"], `"${step.as}" names two steps. Give each its own name.`);
    else order.set(step.as, i);
  }

  for (const [name, read] of Object.entries(reads)) {
    if (!order.has(read.from)) say(["reads", name, "from"], `No step is named "${read.from}". Name one by its "as".`);
    if (order.has(name)) say(["reads", name], `A step is named "${name}" as well. Rename one of them.`);
    if ("matches" in read)
      for (const message of patternProblems(read.matches)) say(["reads", name, "matches"], message);
  }

  /** The step that a placeholder's value comes from; undefined = nothing of that name. */
  const source = (placeholder: string): number | undefined => {
    const read = reads[placeholder];
    return order.get(read ? read.from : (placeholder.split(".")[0] ?? ""));
  };
  const check = (where: PlaybookProblem["path"], texts: readonly unknown[], before: number): void => {
    for (const placeholder of texts.flatMap(placeholdersIn)) {
      const at = source(placeholder);
      if (at === undefined) say(where, `{{${placeholder}}} is neither a read nor a value of a step.`);
      else if (at >= before)
        say(where, `{{${placeholder}}} comes from step ${at + 1}, which is not called before this one.`);
    }
  };
  const conditionTexts = (when: Playbook["answers"][number]["when"]): unknown[] =>
    when === undefined
      ? []
      : [when.value.includes("{{") ? when.value : `{{${when.value}}}`, when.equals, when.atLeast, when.atMost];

  for (const [i, step] of steps.entries()) {
    check(["steps", i, "with"], [step.with], i);
    check(["steps", i, "when"], conditionTexts(step.when), i);
  }
  for (const [i, answer] of answers.entries()) {
    check(["answers", i, "say"], [answer.say], steps.length);
    check(["answers", i, "when"], conditionTexts(answer.when), steps.length);
  }
  return problems;
}

function patternProblems(pattern: string): string[] {
  try {
    const groups = (new RegExp(`${pattern}|`).exec("")?.length ?? 1) - 1;
    return groups === 0 ? ["The pattern has no group. Put the part that is the value in ( )."] : [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
