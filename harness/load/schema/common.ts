import { z } from "zod";
import { bareDuration, parseDuration } from "../../domain/duration.ts";
import { splitCommand } from "../split-command.ts";

const durationMessage = 'must be a duration such as "250ms", "2s", "1.5m", "3h" or "400d"';

const durationError = ({ input }: { readonly input?: unknown }): string =>
  (typeof input === "number" ? bareDuration(input) : undefined) ?? durationMessage;

/** Milliseconds, written as `2s` or, from a second on, as a number. */
export const duration = z
  .union(
    [
      z.string().regex(/^\s*\d+(\.\d+)?\s*(ms|s|m|h|d)\s*$/, durationMessage),
      z
        .number(durationMessage)
        .nonnegative(durationMessage)
        .refine((ms) => bareDuration(ms) === undefined, { error: durationError }),
    ],
    { error: durationError },
  )
  .transform((written) => parseDuration(written) ?? 0);

/** A duration that is more than nothing. */
export const span = duration.refine((ms) => ms > 0, "must be a duration of more than 0");

export const text = z.string().refine((written) => written.trim() !== "", "must not be empty");
export const share = z.number().min(0).max(1);
export const count = z.int().min(1);

const namePattern = /^[A-Za-z0-9][A-Za-z0-9._:-]*$/;
/** A name that can stand in addresses, paths and seeds. */
export const name = z
  .string()
  .regex(namePattern, 'must be a name of letters, digits, ".", "_", ":" and "-" that begins with a letter or digit');

/** Values by dotted path: `{ "request.arguments.order_id": "TG-1001" }`. */
export const whereValues = z.record(z.string(), z.unknown());

function isHttpAddress(written: string): boolean {
  const url = URL.parse(written);
  return url !== null && /^https?:$/.test(url.protocol) && url.search === "" && url.hash === "";
}
const mustBeAddress = 'must be an absolute http or https address without a query, such as "https://api.example.com/v1"';
const bare = (written: string): string => written.replace(/\/+$/, "");

/** `http://host/path` without its trailing slash. */
export const address = z.string().refine(isHttpAddress, mustBeAddress).transform(bare);

/** An address, or `stdio://name` for a server that the agent starts itself. */
export const dependencyAddress = z
  .string()
  .refine((written) => written.startsWith("stdio:") || isHttpAddress(written), mustBeAddress)
  .refine(
    (written) => !written.startsWith("stdio:") || /^stdio:\/\/[a-z0-9][a-z0-9._-]*$/.test(written),
    'must be "stdio://" and a name in lower case, such as "stdio://orders"',
  )
  .transform(bare);

/** The address of a page, as it is written. */
export const pageAddress = z
  .string()
  .refine(
    (written) => /^https?:$/.test(URL.parse(written)?.protocol ?? ""),
    'must be an absolute http or https address, such as "http://127.0.0.1:3000/chat"',
  );

/** A program and its arguments, as a list or as one line with quotes. */
export const command = z.union([z.string(), z.array(z.string()).min(1)]).transform((written, context) => {
  const words = typeof written === "string" ? splitCommand(written) : written;
  if (words !== undefined && words[0] !== undefined && words[0] !== "") return words;
  context.issues.push({
    code: "custom",
    input: written,
    message: "must be a program and its arguments, every quote closed",
  });
  return z.NEVER;
});

/** The name of an environment variable, as every shell takes it. */
export const variable = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]*$/, "must be the name of an environment variable");

export const environment = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String))
  .default({});

export const schemaReference = z.string().optional().describe("The JSON Schema that editors check this file against.");
