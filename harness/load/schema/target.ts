import { z } from "zod";
import { type BrainSpec, interceptions, isolations } from "../../domain/experiment.ts";
import { usualTelemetry } from "../../domain/telemetry.ts";
import {
  address,
  command,
  duration,
  environment,
  pageAddress,
  schemaReference,
  span,
  text,
  variable,
} from "./common.ts";
import { pageSchema } from "./page.ts";
import { systemMapSchema } from "./system-map.ts";
import { disclosesSchema } from "./task.ts";

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
  discloses: disclosesSchema
    .optional()
    .describe("Words by which this agent says that something is missing, in its own language or house style."),
  telemetry: z
    .strictObject({
      wait: span
        .default(usualTelemetry.wait)
        .describe("How long after the answer, or after the last batch, more telemetry may come."),
      alarms: z
        .array(
          z.strictObject({
            name: text.describe("The name of a metric above 0, a log record, a span or an event of a span."),
            within: span.describe("How long after the first fault it may take."),
          }),
        )
        .default([])
        .describe("What must be raised when something fails."),
    })
    .optional()
    .describe("What the target tells of itself over OTLP; it is handed OTEL_EXPORTER_OTLP_ENDPOINT."),
};
const isolation = z
  .enum(isolations)
  .optional()
  .describe(
    "Where the program may connect to. automatic (if left out): to nothing but this machine and the system map, held by a network namespace where the machine has them (Linux); where it has none, the report says so. network: the same, or no run. none: as it likes.",
  );
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
  interception: z
    .enum(interceptions)
    .optional()
    .describe(
      "How its calls are taken. gateway (if left out): it reads its addresses from variables. preload: a Node program with addresses of its own. proxy: a program in any language with addresses of its own; needs the package mockttp.",
    ),
  isolation,
  state: variable
    .optional()
    .describe("The variable that names a folder of its own, empty in each trial, kept over restarts."),
};

const server = {
  start: command.optional().describe("Starts the server; left out if it runs already."),
  ready: text.default("/").describe("The path that answers once the server is ready."),
  readyWithin: duration.default(30_000).describe("How long the server may take to become ready."),
  propagates: z
    .boolean()
    .default(false)
    .describe("The agent hands the baggage header on to its dependencies. Otherwise its trials run one at a time."),
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
    ...server,
    process: z
      .enum(["per-trial", "shared"])
      .default("per-trial")
      .describe(
        "With start: one process for each trial (default), or one that is shared by all trials of an experiment.",
      ),
    ready: text.optional().describe('The path that answers once the server is ready: what its contract says, or "/".'),
  }),
  z.strictObject({
    ...shared,
    cwd: process.cwd,
    environment: process.environment,
    isolation,
    ...server,
    kind: z.literal("browser").describe("A chat page: each task is asked there, in a browser."),
    url: pageAddress.describe("The page."),
    page: pageSchema,
  }),
]);
