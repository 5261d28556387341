import { describe, expect, it } from "vitest";
import { z } from "zod";
import { noOptions, optionErrors } from "./options.ts";

const schema = z.strictObject({
  fields: z.strictObject({ id: z.string().default("id"), text: z.string().default("text") }).prefault({}),
  dimensions: z.int().default(1536),
});

describe("what is wrong with options", () => {
  it("names the keys that there are, at the place of the unknown one", () => {
    expect(optionErrors(schema, { textField: "body" })).toEqual([
      'options: There is no "textField". It takes "fields", "dimensions".',
    ]);
    expect(optionErrors(schema, { fields: { txt: "body", title: "t" } })).toEqual([
      'options.fields: There is no "txt", "title". It takes "id", "text".',
    ]);
    expect(noOptions({ region: "us-east-1" })).toEqual(['options: There is no "region". It takes none.']);
  });

  it("is nothing when all is well", () => {
    expect(optionErrors(schema, { fields: { text: "body" } })).toEqual([]);
  });
});
