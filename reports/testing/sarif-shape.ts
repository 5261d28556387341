import * as z from "zod";

/**
 * What GitHub's code scanning takes of SARIF 2.1.0, by its page "SARIF support for code scanning": what is required there is required here, and
 * not empty; its limits are kept. Names are those of the OASIS schema, which allows no others.
 */
const text = z.string().regex(/\S/);
const message = z.strictObject({ text });
const described = z.strictObject({ text: text.max(1024) });
const level = z.enum(["note", "warning", "error"]);
const bag = z.looseObject({ tags: z.array(text).max(20).optional() });

const rule = z.strictObject({
  id: text,
  shortDescription: described,
  fullDescription: described,
  help: message,
  defaultConfiguration: z.strictObject({ level }),
  properties: bag.optional(),
});

const region = z
  .strictObject({
    startLine: z.int().min(1),
    startColumn: z.int().min(1),
    endLine: z.int().min(1),
    endColumn: z.int().min(1),
  })
  .refine(
    ({ startLine, startColumn, endLine, endColumn }) =>
      endLine > startLine || (endLine === startLine && endColumn >= startColumn),
    "A region ends before it begins.",
  );

const uri = text.refine((given) => URL.canParse(given, "file:///checkout/") && !/[\s\\"<>^`{|}]/.test(given));

const result = z.strictObject({
  ruleId: text,
  level,
  message,
  locations: z
    .array(
      z.strictObject({
        physicalLocation: z.strictObject({ artifactLocation: z.strictObject({ uri }), region }),
      }),
    )
    .min(1)
    .max(10),
  partialFingerprints: z.looseObject({ primaryLocationLineHash: text }).catchall(text),
  properties: bag.optional(),
});

const run = z
  .strictObject({
    tool: z.strictObject({
      driver: z.strictObject({ name: text, semanticVersion: text, rules: z.array(rule).max(25_000) }),
    }),
    automationDetails: z.strictObject({ id: text }),
    invocations: z.array(
      z.strictObject({
        executionSuccessful: z.boolean(),
        commandLine: z.string(),
        toolExecutionNotifications: z.array(z.strictObject({ level, message })),
      }),
    ),
    columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
    // More than 25,000 are refused, and more than 5,000 are not shown.
    results: z.array(result).max(5000),
    properties: bag,
  })
  .refine(({ tool, results }) => {
    const ids = tool.driver.rules.map(({ id }) => id);
    return new Set(ids).size === ids.length && results.every(({ ruleId }) => ids.includes(ruleId));
  }, "Rules are there once each, and results name them.");

export const sarifShape = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.tuple([run]),
});
