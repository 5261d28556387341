import { z } from "zod";
import { schemaReference, text } from "./common.ts";

/** For a document that does not say when it was written: older than every other one. */
const unknownDate = "1970-01-01";

const date = z
  .string()
  .refine(
    (written) => /^\d{4}-\d{2}-\d{2}/.test(written) && !Number.isNaN(Date.parse(written)),
    'must be an ISO 8601 date such as "2024-05-31"',
  );
const fields = z.record(z.string(), z.unknown()).optional().describe("Further fields of the hit on the wire.");
const versionText = z.union([text, z.number().transform(String)]);

const versionSchema = z.strictObject({
  version: versionText.describe("Its name: 3, 2024-05, …"),
  date: date.describe("The day on which it came into force."),
  text: text.describe("What it says."),
  title: text.optional().describe("Its title, if it differs from the document's."),
  fields,
});

export const documentSchema = z
  .strictObject({
    id: text.describe("The id by which the retriever knows it."),
    title: text.describe("Its title."),
    topic: text.optional().describe("What it is about: irrelevant hits are taken from other topics."),
    versions: z.array(versionSchema).min(1).optional().describe("Oldest first; the last one is in force."),
    text: text.optional().describe("For a document without history: what it says."),
    date: date.optional().describe("For a document without history: the day on which it was written."),
    version: versionText.optional().describe("For a document without history: its version."),
    fields,
  })
  .transform((written, context) => {
    const { versions, text: only, date: writtenOn, version, fields: shared, ...document } = written;
    const refuse = (message: string) => {
      context.issues.push({ code: "custom", input: written, message });
      return z.NEVER;
    };
    if (versions === undefined) {
      if (only === undefined) return refuse('must have "versions", or a "text" of its own');
      const single = { version: version ?? "1", date: writtenOn ?? unknownDate, text: only, title: undefined };
      return { ...document, versions: [{ ...single, fields: { ...shared } }] };
    }
    if (only !== undefined || writtenOn !== undefined || version !== undefined) {
      return refuse('must not have both "versions" and a "text", "date" or "version" of its own');
    }
    return { ...document, versions: versions.map((one) => ({ ...one, fields: { ...shared, ...one.fields } })) };
  });

export const corpusFileSchema = z.strictObject({
  $schema: schemaReference,
  documents: z.array(documentSchema).min(1).describe("The documents."),
});
