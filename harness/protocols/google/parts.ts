import { z } from "zod";

export const part = z.looseObject({
  text: z.string().nullish(),
  thought: z.boolean().nullish(),
  functionCall: z.looseObject({ id: z.string().nullish(), name: z.string(), args: z.unknown().optional() }).nullish(),
  functionResponse: z
    .looseObject({ id: z.string().nullish(), name: z.string(), response: z.unknown().optional() })
    .nullish(),
});
export type Part = z.output<typeof part>;

export const content = z.looseObject({ role: z.string().nullish(), parts: z.array(part).nullish() });
export type Content = z.output<typeof content>;

/** What was said in parts, without the model's thoughts. What is no text (images, files) stands as its kind in brackets. */
export const textOf = (parts: readonly Part[]): string =>
  parts
    .filter(({ thought, functionCall, functionResponse }) => !thought && !functionCall && !functionResponse)
    .map((given) => given.text ?? `[${otherKind(given)}]`)
    .join("");

const otherKind = (given: Part): string =>
  Object.keys(given).find((key) => given[key] !== undefined && key !== "thoughtSignature") ?? "part";
