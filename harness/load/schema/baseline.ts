import { z } from "zod";
import { severities } from "../../domain/judgement.ts";
import { verdicts } from "../../domain/vocabulary.ts";
import { count, text } from "./common.ts";

const limit = z.int().min(0);
const figure = { value: z.number(), low: z.number(), high: z.number(), n: count };

const experiment = z.strictObject({
  target: z.strictObject({ name: text, fingerprint: text }),
  asked: text.describe("Fingerprint of what is asked."),
  tasks: z.array(text),
  seed: z.union([z.string(), z.number()]).transform(String),
  repeats: count,
  verdict: z.enum(verdicts),
  pairs: limit,
  findings: z
    .record(
      z.string(),
      z.strictObject({ severity: z.enum(severities), count: limit, symptom: z.literal(true).exactOptional() }),
    )
    .default({}),
  scores: z
    .record(
      z.string(),
      z.strictObject({
        ...figure,
        pairs: z
          .union([
            z.enum(["0", "1"]),
            z.record(z.string(), z.string().regex(/^[01.]*$/, 'must be a row of "0", "1" and "."')),
          ])
          .exactOptional(),
      }),
    )
    .default({}),
});

export const baselineSchema = z.strictObject({
  schema: z.literal(1, "must be 1: another version of Brownout wrote this"),
  run: text,
  brownout: text,
  scores: z.record(z.string(), z.strictObject(figure)).default({}),
  experiments: z.record(z.string(), experiment),
});
