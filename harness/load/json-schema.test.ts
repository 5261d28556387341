import { expect, test } from "vitest";
import { experimentJsonSchema, schemaText } from "./index.ts";
import { isRecord } from "./problems.ts";
import { registry } from "./testing/registry.ts";

function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  let here = value;
  for (const key of path) here = isRecord(here) || Array.isArray(here) ? Reflect.get(here, key) : undefined;
  return here;
}
const schema = experimentJsonSchema(registry);
const experiment = at(schema, "$defs", "experiment");
const injection = at(experiment, "properties", "method", "items");

test("knows experiments and suites, and describes every key of both", () => {
  expect(at(schema, "then", "$ref")).toBe("#/$defs/suite");
  expect(at(schema, "else", "then", "$ref")).toBe("#/$defs/gameday");
  expect(at(schema, "else", "else", "$ref")).toBe("#/$defs/experiment");
  for (const name of ["experiment", "suite", "gameday", "target", "systemMap", "tasks", "corpus"]) {
    for (const one of [
      at(schema, "$defs", name),
      ...[at(schema, "$defs", name, "anyOf"), at(schema, "$defs", name, "oneOf")].flat(),
    ]) {
      const properties = at(one, "properties");
      for (const [key, value] of Object.entries(isRecord(properties) ? properties : {})) {
        expect([name, key, typeof at(value, "description")]).toEqual([name, key, "string"]);
      }
    }
  }
  expect(at(experiment, "required")).toEqual([
    "title",
    "question",
    "failureMode",
    "dimension",
    "target",
    "tasks",
    "hypothesis",
    "method",
  ]);
  expect(at(experiment, "additionalProperties")).toBe(false);
});

test("names the faults, and checks `with` by the fault", () => {
  const named = at(injection, "properties", "inject", "anyOf");
  expect(Array.isArray(named) && named.slice(0, 3).map((one) => at(one, "const"))).toEqual([
    "latency",
    "throttled",
    "stale-results",
  ]);
  expect(at(injection, "allOf", 0, "if", "properties", "inject", "const")).toBe("latency");
  expect(at(injection, "allOf", 0, "then", "properties", "with", "required")).toEqual(["delay"]);
  expect(at(injection, "allOf", 0, "then", "properties", "with", "properties", "jitter", "anyOf")).toEqual([
    { type: "number", minimum: 0, maximum: 1 },
    { type: "string", pattern: "\\$\\{matrix\\.[^}]+\\}" },
  ]);
});

test("names the probes with their own parameters beside the tolerance", () => {
  const claim = at(experiment, "properties", "hypothesis", "items");
  expect(Object.keys(Object(at(claim, "properties")))).toEqual([
    "answer-correctness",
    "silent-wrong-rate",
    "answer-time",
    "fault-isolation",
  ]);
  expect(Object.keys(Object(at(claim, "properties", "answer-time", "properties")))).toEqual([
    "atLeast",
    "atMost",
    "of",
    "level",
    "decide",
    "within",
    "about",
  ]);
});

test("the text is the same every time", () => {
  expect(schemaText(registry)).toBe(schemaText(registry));
  expect(JSON.parse(schemaText(registry))).toEqual(JSON.parse(JSON.stringify(schema)));
});
