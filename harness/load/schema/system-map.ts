import { z } from "zod";
import type { Boundary, RiskDimension } from "../../domain/vocabulary.ts";
import { boundaries, riskDimensions } from "../../domain/vocabulary.ts";
import { compact } from "../compact.ts";
import { address, dependencyAddress, name, schemaReference, span, text, variable } from "./common.ts";

const usualDimension: Readonly<Record<Boundary, RiskDimension>> = {
  model: "foundation-model",
  embedding: "foundation-model",
  retrieval: "knowledge-base",
  tool: "tools",
  memory: "tools",
  guardrail: "security",
  identity: "security",
  agent: "orchestration",
};

const price = z.number().min(0);

/** Each key of a dependency by itself. */
export const dependencyKeys = {
  boundary: z.enum(boundaries).describe("What kind of dependency it is."),
  protocol: text.describe('Its wire protocol: see "brownout list protocols".'),
  url: dependencyAddress.describe(
    "Its base address as the agent would call it in production, or stdio://name for an MCP server that it starts.",
  ),
  via: z
    .literal("context")
    .optional()
    .describe(
      "`context`: it lives in the agent's own process, and its results are seen, and changed, in what the agent asks a model. It has no url then.",
    ),
  alsoAt: z.array(address).default([]).describe("Further addresses of the same dependency."),
  env: variable.optional().describe("The environment variable through which the agent is told the address."),
  dimension: z
    .enum(riskDimensions)
    .optional()
    .describe("The risk dimension of its findings; by default the usual one of its boundary."),
  corpus: text
    .optional()
    .describe("The documents behind a retrieval dependency: a file or folder relative to this file."),
  prices: z
    .strictObject({
      input: price.describe("Of a million tokens read."),
      output: price.describe("Of a million tokens written."),
      cacheRead: price
        .optional()
        .describe("Of a million tokens read from the prompt cache; by default as other input."),
      cacheWrite: price.optional().describe("Of a million tokens written to it; by default as other input."),
    })
    .transform(compact)
    .optional()
    .describe(
      "What the tokens of a model or an embedder cost, in any currency: for the probe `cost` and budgets of money.",
    ),
  standsInFor: z
    .union([text, z.array(text).min(1)])
    .transform((written): readonly string[] => (typeof written === "string" ? [written] : written))
    .optional()
    .describe("The dependency, or a list of them, whose work it can do when they are gone."),
  latency: span
    .optional()
    .describe("How long it usually takes. Stand-ins take that long on virtual time; on real time they answer at once."),
  options: z.record(z.string(), z.unknown()).default({}).describe("Settings of the protocol."),
};

export const dependencySchema = z
  .strictObject(dependencyKeys)
  .transform((written) => ({ ...written, dimension: written.dimension ?? usualDimension[written.boundary] }));

/** What a target depends on, and what stands in for it. */
export const systemMapSchema = z.strictObject({
  $schema: schemaReference,
  extends: text
    .optional()
    .describe(
      "Another system map, relative to this file: its dependencies, mocks and hosts hold unless this one names its own.",
    ),
  dependencies: z.record(name, dependencySchema).describe("Everything the target calls, by your own names."),
  mocks: text.optional().describe("The module with the MSW handlers that stand in for tools and knowledge bases."),
  allowHosts: z
    .array(text)
    .default([])
    .describe("Hosts that may really be called. Everything else but loopback is blocked."),
});
export type WrittenDependency = z.output<typeof dependencySchema>;
