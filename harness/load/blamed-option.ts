import type { Fault } from "../domain/fault.ts";
import type { Section } from "./problems.ts";
import { isRecord, part } from "./problems.ts";

/** What an injection asks for and cannot have. */
interface Asked {
  /** Whether parameters ask for it. */
  by(params: unknown): boolean;
  /** A value that alone asks for it, such as a kind of failure. */
  readonly word?: string | undefined;
}

export interface Blamed {
  readonly at: Section;
  readonly of: "key" | "value";
}

/**
 * Where an injection asks for something: at the option of `with` that has the very word or without which it would not ask, else at
 * `with` as a whole; at the fault if none is written.
 */
export function blamed(fault: Fault, injection: Section, asked: Asked): Blamed {
  const given = part(injection, "with");
  if (!isRecord(given.value))
    return { at: part(injection, given.value === undefined ? "inject" : "with"), of: "value" };
  const written = Object.entries(given.value);
  const without = written.map(([key]) => ({
    key,
    parsed: fault.params.safeParse(Object.fromEntries(written.filter(([other]) => other !== key))),
  }));
  const required = without.filter(({ parsed }) => !parsed.success);
  const key =
    written.find(([, value]) => asked.word !== undefined && value === asked.word)?.[0] ??
    without.find(({ parsed }) => parsed.success && !asked.by(parsed.data))?.key ??
    (required.length === 1 && written.length === 1 ? required[0]?.key : undefined);
  return key === undefined ? { at: given, of: "value" } : { at: part(given, key), of: "key" };
}
