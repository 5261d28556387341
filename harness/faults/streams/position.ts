import { z } from "zod";
import { formatDuration } from "../../domain/duration.ts";
import { duration } from "../shared/duration.ts";
import { count } from "../shared/sentence.ts";

/** How much of a stream passes before a fault strikes it. */
export type Unit = "content" | "events" | "bytes" | "tokens" | "time";
export interface Position {
  readonly by: Unit;
  /** Milliseconds for `time`. */
  readonly n: number;
}

const amount = z.int().nonnegative().optional();

/** The members that say where a fault strikes; at the most one of them is given. */
const members = {
  afterContent: amount.describe(
    "Strikes once so many content events have passed; a shorter stream is struck before its terminal events.",
  ),
  afterEvents: amount.describe(
    "Strikes once so many events of any kind have passed; keep-alives are not counted. This and the following stand instead of afterContent.",
  ),
  afterBytes: amount.describe(
    "Strikes once so many bytes of the body have passed, in the middle of an event if they end there, unless the fault itself sends an event: then after that event.",
  ),
  afterTokens: amount.describe(
    "Strikes after the event with which so many tokens of generated text have passed (text as the protocol reads it or else as found in the event's JSON, counted in o200k: an estimate for most models).",
  ),
  afterTime: duration()
    .optional()
    .describe(
      "Strikes so long after the beginning of the body, on the trial's clock, whether or not anything has come.",
    ),
};
export type Positions = { readonly [name in keyof typeof members]?: number | undefined };

const unitOf = {
  afterContent: "content",
  afterEvents: "events",
  afterBytes: "bytes",
  afterTokens: "tokens",
  afterTime: "time",
} as const satisfies { readonly [name in keyof typeof members]: Unit };
const names = Object.keys(unitOf) as readonly (keyof typeof members)[];

const given = (positions: Positions): readonly (keyof typeof members)[] =>
  names.filter((name) => positions[name] !== undefined);

/** Parameters with a position: where none is given, `usual`. */
export const positioned = <T extends z.ZodRawShape>(shape: T, usual: Positions = { afterContent: 3 }) =>
  z
    .strictObject({ ...described(usual), ...shape })
    .superRefine((params, context) => {
      const [first, second] = given(params as Positions);
      if (second === undefined) return;
      context.addIssue({
        code: "custom",
        path: [second],
        message: `A stream is struck at one position: give "${first}" or "${second}", not both`,
      });
    })
    .transform((params) => (given(params as Positions).length > 0 ? params : { ...params, ...usual }));

function described(usual: Positions): typeof members {
  const [name = "afterContent"] = given(usual);
  const member = members[name];
  const value = name === "afterTime" ? formatDuration(usual[name] ?? 0) : String(usual[name]);
  return { ...members, [name]: member.describe(`${member.description ?? ""} ${value} if no position is given.`) };
}

export function positionOf(positions: Positions): Position {
  const [name = "afterContent"] = given(positions);
  return { by: unitOf[name], n: positions[name] ?? 0 };
}

/** `after 3 content events`, `after about 50 tokens`, `after 500ms`. */
export function describePosition({ by, n }: Position): string {
  if (by === "time") return `after ${formatDuration(n)}`;
  if (by === "tokens") return `after about ${count(n, "token")}`;
  const noun = by === "content" ? "content event" : by === "events" ? "event" : "byte";
  return `after ${count(n, noun)}`;
}

export const where = (positions: Positions): string => describePosition(positionOf(positions));
