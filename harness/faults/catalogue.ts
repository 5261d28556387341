import { z } from "zod";
import type { Fault } from "../domain/fault.ts";
import { boundaries } from "../domain/vocabulary.ts";
import { faults } from "./index.ts";

const parameters = z.object({
  properties: z
    .record(z.string(), z.looseObject({ description: z.string().optional(), default: z.json().optional() }))
    .default({}),
  required: z.array(z.string()).default([]),
});

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");

export interface Parameter {
  readonly name: string;
  /** As JSON; undefined = there is none. */
  readonly usual: string | undefined;
  readonly required: boolean;
  readonly description: string;
}

/** The parameters of a fault, as the experiment file writes them. */
export function parametersOf(fault: Pick<Fault, "params">): readonly Parameter[] {
  const { properties, required } = parameters.parse(z.toJSONSchema(fault.params, { io: "input" }));
  return Object.entries(properties).map(([name, schema]) => {
    const { description = "", default: value } = schema;
    return {
      name,
      usual: value === undefined ? undefined : JSON.stringify(value),
      required: value === undefined && required.includes(name),
      description: [description, allowed(wordsOf(schema), description)].filter((text) => text !== "").join(" "),
    };
  });
}

const choice = z.object({
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
});

/** The words that a parameter's schema takes by name, also as one of several forms or as items of a list. */
function wordsOf(schema: unknown): readonly string[] {
  const { data } = choice.safeParse(schema);
  if (data === undefined) return [];
  const named = [...(data.enum ?? []), data.const].filter((word) => typeof word === "string");
  const inner = [...(data.anyOf ?? []), ...(data.oneOf ?? []), data.items].flatMap(wordsOf);
  return [...new Set([...named, ...inner])];
}

/** `Words: …`, unless the description explains each of them. */
function allowed(words: readonly string[], description: string): string {
  const told = new Set(description.split(/[^\w-]+/));
  return words.every((word) => told.has(word)) ? "" : `Words: ${words.map((word) => `\`${word}\``).join(", ")}.`;
}

/** `delay` = `2s`: … for every parameter of a fault. */
function describeParameters(fault: Fault): string {
  const lines = parametersOf(fault).map(({ name, usual, required, description }) => {
    const aside = usual === undefined ? (required ? " (required)" : "") : ` = \`${usual}\``;
    return `\`${name}\`${aside}: ${description}`;
  });
  return lines.length === 0 ? "none" : lines.join("<br>");
}

const describeBoundaries = (fault: Fault): string =>
  fault.boundaries.length === boundaries.length ? "any" : fault.boundaries.join(", ");

/** Every fault with its parameters and their defaults, as a Markdown table. */
export function faultCatalogue(): string {
  const rows = faults.map((fault) =>
    [
      `\`${fault.name}\``,
      cell(`${fault.summary}${fault.streamsOnly === true ? " Streamed replies only." : ""}`),
      describeBoundaries(fault),
      cell(describeParameters(fault)),
    ].join(" | "),
  );
  return [
    "| Fault | What happens | Boundaries | Parameters |",
    "|---|---|---|---|",
    ...rows.map((row) => `| ${row} |`),
    "",
  ].join("\n");
}
