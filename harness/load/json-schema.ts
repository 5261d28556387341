import type { core, ZodType } from "zod";
import { z } from "zod";
import { isRecord } from "./problems.ts";
import type { Registry } from "./registry.ts";
import { corpusFileSchema } from "./schema/corpus.ts";
import { experimentSchema, suiteSchema } from "./schema/experiment.ts";
import { gamedaySchema, liveKeys } from "./schema/gameday.ts";
import { claimKeys } from "./schema/hypothesis.ts";
import { injectionSchema } from "./schema/method.ts";
import { systemMapSchema } from "./schema/system-map.ts";
import { targetSchema } from "./schema/target.ts";
import { taskFileSchema } from "./schema/task.ts";

type Json = Record<string, unknown>;

/** As it is written, before defaults and transforms. Draft 7 is what editors' YAML support knows best. */
function plain(schema: ZodType): Json {
  const {
    $schema: _,
    "~standard": __,
    ...json
  } = z.toJSONSchema(schema as core.$ZodType, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
  }) as Json;
  return anyWhereItRecurs(json) as Json;
}

/** Only "any JSON value" recurs, and a reference to a definition of the part's own would point nowhere in the whole. */
function anyWhereItRecurs(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(anyWhereItRecurs);
  if (!isRecord(schema)) return schema;
  if (typeof schema.$ref === "string" && schema.$ref.startsWith("#/definitions/")) return {};
  const { definitions: _, ...rest } = schema;
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, anyWhereItRecurs(value)]));
}

/**
 * The JSON Schema of experiments, suites and the plans of game days, with the registry's fault and probe names, so that editors complete and check them.
 * Targets, system maps, tasks and corpora are under `$defs`. Stable: the same registry gives the same schema.
 */
export function experimentJsonSchema(registry: Registry): Json {
  const experiment = plain(experimentSchema);
  const properties = recordAt(experiment, "properties");
  const method = { ...recordAt(properties, "method"), items: injection(registry) };
  const hypothesis = { ...recordAt(properties, "hypothesis"), items: claim(registry) };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Brownout experiment, suite or game day",
    ...where(
      { type: "object", required: ["experiments"] },
      { $ref: "#/$defs/suite" },
      where({ type: "object", required: ["phases"] }, { $ref: "#/$defs/gameday" }, { $ref: "#/$defs/experiment" }),
    ),
    $defs: {
      experiment: wiresUnlessInside({ ...experiment, properties: { ...properties, method, hypothesis } }),
      gameday: wiresUnlessInside(gameday(registry)),
      suite: wiresUnlessInside(plain(suiteSchema)),
      target: wiresUnlessInside(target(registry)),
      systemMap: wiresUnlessInside(plain(systemMapSchema)),
      tasks: plain(taskFileSchema),
      corpus: plain(corpusFileSchema),
    },
  };
}

/** What lives in the agent's own process has neither a protocol to name nor an address, wherever a map may stand. */
function wiresUnlessInside(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(wiresUnlessInside);
  if (!isRecord(schema)) return schema;
  const inner = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, wiresUnlessInside(value)]));
  if (!isDependency(schema)) return inner;
  const inside = { type: "object", properties: { via: { const: "context" } }, required: ["via"] };
  return { ...inner, required: ["boundary"], if: inside, else: { required: ["protocol", "url"] } };
}
const isDependency = ({ required }: Json): boolean =>
  Array.isArray(required) && ["boundary", "protocol", "url"].every((key) => required.includes(key));

/** Where keys have these values, other keys are of these schemas. */
const given = (values: Readonly<Record<string, string>>, properties: Json): Json =>
  where(
    {
      type: "object",
      properties: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, { const: value }])),
      required: Object.keys(values),
    },
    { properties },
  );

/** Not written as a member: what has one of this name can be taken for a promise. */
const consequence = "then";

/** JSON Schema's choice between two. */
const where = (test: Json, met: Json, otherwise?: Json): Json => ({
  if: test,
  [consequence]: met,
  ...(otherwise === undefined ? {} : { else: otherwise }),
});

/** With the names of the contracts, and the settings of each under `with`. */
function target({ contracts = [] }: Registry): Json {
  return {
    ...plain(targetSchema),
    allOf: contracts.map(({ name, kind, settings }) => given({ kind, contract: name }, { with: plain(settings) })),
  };
}

const ownFault = { type: "string", pattern: "^\\.{1,2}/", description: "A fault of your own: the path of its module." };

function injection({ faults }: Registry): Json {
  const { properties, ...rest } = orPlaceholder(plain(injectionSchema)) as Json;
  const named = faults.map(({ name, summary, boundaries }) => ({
    const: name,
    description: `${summary} (${boundaries.join(", ")})`,
  }));
  const inject = { ...recordAt({ properties }, "properties", "inject"), anyOf: [...named, ownFault, placeholder] };
  return {
    ...rest,
    properties: { ...recordAt({ properties }, "properties"), inject },
    allOf: faults.map((fault) => given({ inject: fault.name }, { with: orPlaceholder(plain(fault.params)) })),
  };
}

/** With the names of faults, and no values of a matrix, which it has not. */
function gameday(registry: Registry): Json {
  const plan = plain(gamedaySchema);
  const live = recordAt(plain(z.strictObject(liveKeys)), "properties");
  const { properties, allOf: _all, ...shape } = injection(registry);
  // What each fault takes stands in the schema of experiments already.
  const rest = {
    ...shape,
    allOf: registry.faults.map((_, index) => ({ $ref: `#/$defs/experiment/properties/method/items/allOf/${index}` })),
  };
  const list = (described: Json, keys: Json): Json => ({
    ...described,
    items: { ...rest, properties: { ...recordAt({ properties }, "properties"), ...keys } },
  });
  const { starts: _, ...byHand } = live;
  const phases = recordAt(plan, "properties", "phases");
  const phase = recordAt(phases, "items");
  const injections = list(recordAt(phase, "properties", "injections"), live);
  return {
    ...plan,
    properties: {
      ...recordAt(plan, "properties"),
      phases: {
        ...phases,
        items: { ...phase, properties: { ...recordAt(phase, "properties"), injections } },
      },
      atHand: list(recordAt(plan, "properties", "atHand"), byHand),
    },
  };
}

const placeholder = { type: "string", pattern: "\\$\\{matrix\\.[^}]+\\}" };

/** In a method every value that is not text already may come from the matrix instead. */
function orPlaceholder(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(orPlaceholder);
  if (!isRecord(schema)) return schema;
  const inner = Object.fromEntries(
    Object.entries(schema).map(([key, value]) => [
      key,
      isRecord(value) || nested.has(key) ? orPlaceholder(value) : value,
    ]),
  );
  const scalar =
    ["number", "integer", "boolean"].includes(String(schema.type)) ||
    schema.enum !== undefined ||
    schema.pattern !== undefined;
  if (!scalar) return inner;
  const { description, default: usual, ...rule } = inner;
  return {
    ...(description === undefined ? {} : { description }),
    ...(usual === undefined ? {} : { default: usual }),
    anyOf: [rule, placeholder],
  };
}
const nested: ReadonlySet<string> = new Set(["anyOf", "oneOf", "allOf", "items", "prefixItems"]);

function claim({ probes }: Registry): Json {
  const own = recordAt(plain(z.strictObject(claimKeys)), "properties");
  const named = probes.map((probe) => {
    const params = plain(probe.params);
    const description = `${probe.summary} (${probe.unit}, ${probe.better} is better)`;
    const required = Array.isArray(params.required) ? { required: params.required } : {};
    const properties = { ...own, ...recordAt(params, "properties") };
    return [probe.name, { type: "object", description, properties, ...required, additionalProperties: false }];
  });
  return {
    type: "object",
    description: "A probe by name, with what is claimed of it.",
    properties: Object.fromEntries(named),
    additionalProperties: false,
    minProperties: 1,
    maxProperties: 1,
  };
}

function recordAt(value: Json, ...path: readonly string[]): Json {
  let here: unknown = value;
  for (const key of path) here = isRecord(here) ? here[key] : undefined;
  return isRecord(here) ? here : {};
}
