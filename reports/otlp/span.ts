/** OTLP/JSON as the specification has it: ids in hexadecimal, enumerations as integers, 64-bit integers as strings of digits. */
export interface OtlpSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: 1 | 3;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly OtlpAttribute[];
  readonly events: readonly OtlpEvent[];
  readonly status: { readonly code: 0 | 2; readonly message?: string };
}
export interface OtlpEvent {
  readonly timeUnixNano: string;
  readonly name: string;
  readonly attributes: readonly OtlpAttribute[];
}
export interface OtlpAttribute {
  readonly key: string;
  readonly value:
    | { readonly stringValue: string }
    | { readonly intValue: string }
    | { readonly doubleValue: number }
    | { readonly boolValue: boolean };
}

/** The kinds of spans that trials have. */
export const spanKind = { internal: 1, client: 3 } as const;

type Value = string | number | boolean | undefined;

/** What is undefined is left out. */
export const attributesOf = (named: Readonly<Record<string, Value>>): readonly OtlpAttribute[] =>
  Object.entries(named).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: encoded(value) }]));

function encoded(value: Exclude<Value, undefined>): OtlpAttribute["value"] {
  if (typeof value === "string") return { stringValue: value.toWellFormed() };
  if (typeof value === "boolean") return { boolValue: value };
  return Number.isSafeInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

/** Nanoseconds since 1970 of a moment of a trial; both in milliseconds. */
export const nanoseconds = (base: number, t: number): string =>
  String(BigInt(Math.round(base)) * 1_000_000n + BigInt(Math.round(t * 1e6)));
