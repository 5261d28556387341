import { z } from "zod";
import type { BrainSpec } from "../../domain/experiment.ts";
import { address, command, duration, environment, schemaReference, text } from "./common.ts";
import { systemMapSchema } from "./system-map.ts";

const persona = z.enum(["careful", "credulous"]);

/** What answers in the model's place. */
export const brainSchema = z
  .union([
    z.enum(["passthrough", "careful", "credulous"]),
    z.strictObject({
      script: persona.describe("careful: admits and escalates. credulous: trusts its context and makes things up."),
    }),
  ])
  .transform((written): BrainSpec => {
    if (written === "passthrough") return { kind: "passthrough" };
    return { kind: "script", persona: typeof written === "string" ? written : written.script };
  });

export const mapReference = z.union([text, systemMapSchema]);

const shared = {
  $schema: schemaReference,
  name: text.describe("The target's name in reports."),
  systemMap: mapReference.describe("What the target depends on: a path relative to this file, or the map itself."),
  brain: brainSchema
    .default({ kind: "script", persona: "credulous" })
    .describe(
      "What answers in the model's place: { script: credulous } (default), { script: careful } or passthrough.",
    ),
};
const contract = {
  contract: text
    .optional()
    .describe(
      'What is spoken with the agent: see "brownout list contracts". Left out: the task and the answer as JSON.',
    ),
  with: z.record(z.string(), z.unknown()).optional().describe("Settings of the contract."),
};
const process = {
  ...contract,
  cwd: text.default(".").describe("The folder to start in, relative to this file."),
  environment: environment.describe("Further environment variables."),
  state: z
    .string()
    .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable")
    .optional()
    .describe("The variable that names a folder of its own, empty in each trial, kept over restarts."),
};

export const targetSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    ...shared,
    kind: z.literal("module").describe("A TypeScript or JavaScript module in this process."),
    module: text.describe("The module, relative to this file."),
    clock: z
      .enum(["virtual", "real"])
      .default("virtual")
      .describe("virtual (default): waiting costs no time. real: waits really pass."),
  }),
  z.strictObject({
    ...shared,
    ...process,
    kind: z.literal("command").describe("A program: the task as JSON on stdin, the answer on stdout."),
    command: command.describe("The program and its arguments: a list, or one line."),
    process: z
      .enum(["per-task", "per-trial", "shared"])
      .optional()
      .describe(
        "per-task (default): one process for each task. per-trial (default with a contract) and shared: one that takes many tasks.",
      ),
  }),
  z.strictObject({
    ...shared,
    ...process,
    kind: z.literal("http").describe("A server: the task is posted to its address."),
    url: address.describe("Where tasks are posted."),
    headers: z.record(z.string(), text).optional().describe("Sent with every request."),
    start: command.optional().describe("Starts the server; left out if it runs already."),
    process: z
      .enum(["per-trial", "shared"])
      .default("per-trial")
      .describe(
        "With start: one process for each trial (default), or one that is shared by all trials of an experiment.",
      ),
    ready: text.optional().describe('The path that answers once the server is ready: what its contract says, or "/".'),
    readyWithin: duration.default(30_000).describe("How long the server may take to become ready."),
    propagates: z
      .boolean()
      .default(false)
      .describe("The agent hands the baggage header on to its dependencies. Otherwise its trials run one at a time."),
  }),
]);
