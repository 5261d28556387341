import { z } from "zod";
import { gamedayRoles, longestLife } from "../domain/gameday.ts";
import { actsAsPlan, planActor } from "../domain/plan-actor.ts";

/** Control characters, and marks that turn the direction of the text around them: neither belongs into a name on a screen. */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;
const unseenInText = /(?!\n)[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

const line = (most: number) =>
  z
    .string()
    .transform((text) => text.replace(unseen, " ").replace(/\s+/g, " ").trim())
    .pipe(z.string().min(1, "must not be empty").max(most));

const by = line(60)
  .refine(
    (name) => !actsAsPlan(name),
    `must be the name of a person: what the plan does by itself is put down to "${planActor}"`,
  )
  .describe("The name of who does it.");
const injection = z.string().min(1).max(300);
const text = z
  .string()
  .transform((value) => value.replace(/\r\n?/g, "\n").replace(unseenInText, " ").trim())
  .pipe(z.string().max(4000));

const radius = z
  .strictObject({
    share: z.number().gt(0).max(1).describe("Share of the matching calls, above 0, up to 1."),
    cap: z.int().min(1).max(1_000_000).describe("Firings, at the most."),
    for: z.number().min(1).max(longestLife).describe("Time to live, ms."),
    headers: z.record(z.string().min(1).max(200).toLowerCase(), z.string().max(1000)),
  })
  .partial();

/** A note that was begun earlier is of a page that was forgotten. */
const longestAgo = 600_000;
const iso = z.iso.date("must be a date like 2026-12-24");

const annotateBody = z
  .strictObject({
    kind: z.enum(["detected", "mitigated", "recovered", "note", "action"]),
    text: text.default(""),
    by,
    injection: injection.optional(),
    owner: line(60).optional(),
    due: iso.optional(),
    ago: z.number().min(0).max(longestAgo).optional().describe("Ms since it was seen; absent = now."),
  })
  .refine(({ kind, text }) => text !== "" || (kind !== "note" && kind !== "action"), {
    path: ["text"],
    error: "must not be empty: say what there is to note or to do",
  })
  .refine(({ kind, owner, due }) => kind === "action" || (owner === undefined && due === undefined), {
    path: ["owner"],
    error: "and due belong to an action item",
  });

const nameless = "somebody without a name";
const unreasoned = "no reason given";

/** What the body of each request must be. */
export const bodies = {
  arm: z.strictObject({ injection, by, radius: radius.optional() }),
  change: z.strictObject({
    injection,
    by,
    radius: radius.refine(
      (given) => Object.keys(given).length > 0,
      "must say what changes: share, cap, for or headers",
    ),
  }),
  disarm: z.strictObject({ injection, by }),
  /** A halt is never refused for its form. */
  halt: z
    .object({ by: by.catch(nameless), reason: line(500).catch(unreasoned) })
    .catch({ by: nameless, reason: unreasoned }),
  release: z.strictObject({ by }),
  next: z.strictObject({ by }),
  annotate: annotateBody,
  check: z.strictObject({ item: z.string().min(1).max(1000), done: z.boolean(), by }),
  approve: z.strictObject({ by }),
  heartbeat: z.strictObject({ by, role: z.enum(gamedayRoles) }),
} as const;

/** `radius.share: must be …` for each mistake, all at once. */
export const mistakes = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => `${path.length > 0 ? `${path.join(".")}: ` : ""}${message}`).join("; ");
