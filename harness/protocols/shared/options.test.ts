import { describe, expect, it } from "vitest";
import { z } from "zod";
import { noOptions, optionErrors } from "./options.ts";

const schema = z.strictObject({
  fields: z.strictObject({ id: z.string().default("id"), text: z.string().default("text") }).prefault({}),
  dimensions: z.int().default(1536),
});

describe("what is wrong with options", () => {
  it("names the keys that there are, at the place of the unknown one", () => {
    expect(optionErrors(schema, { colour: "red" })).toEqual([
      {
        path: ["colour"],
        unknown: true,
        message: 'There is no "colour" among options. It takes "fields", "dimensions".',
      },
    ]);
    expect(noOptions({ region: "us-east-1" })).toMatchObject([
      { path: ["region"], message: 'There is no "region" among options. It takes none.' },
    ]);
  });

  it("names what was probably meant, each of several keys at its own place", () => {
    expect(optionErrors(schema, { fields: { txt: "body", idd: "t" } })).toMatchObject([
      { path: ["fields", "txt"], message: 'There is no "txt" among options.fields. Did you mean "text"?' },
      { path: ["fields", "idd"], message: 'There is no "idd" among options.fields. Did you mean "id"?' },
    ]);
    expect(optionErrors(schema, { fields: { id: 1 } })).toMatchObject([
      { path: ["fields", "id"], message: expect.stringMatching(/^options\.fields\.id: /) },
    ]);
  });

  it("is nothing when all is well", () => {
    expect(optionErrors(schema, { fields: { text: "body" } })).toEqual([]);
  });
});
