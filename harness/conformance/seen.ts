/** What the author of an agent saw of one call. */
export interface Seen {
  readonly said: string;
  /** The call went on until it was given up from outside. */
  readonly hung: boolean;
  readonly raised?: Raised;
}

export interface Raised {
  /** Constructor names up to, but without, `Error`, joined by ‹. */
  readonly chain: string;
  readonly name: string;
  readonly status?: number;
  readonly code?: string | number;
  readonly type?: string;
  /** Code, or else constructor name, of the innermost cause. */
  readonly cause?: string;
  readonly message: string;
}

/** What can be read off a raised error, whatever client raised it. */
export function describeRaised(error: unknown): Raised {
  if (typeof error !== "object" || error === null) return { chain: typeof error, name: "", message: String(error) };
  const fields = error as Record<string, unknown>;
  const metadata = fields.$metadata as { readonly httpStatusCode?: unknown } | undefined;
  const status = [fields.status, fields.statusCode, fields.status_code, metadata?.httpStatusCode].find(
    (value) => typeof value === "number",
  );
  const { code, type, message, name } = fields;
  const cause = innermost(fields.cause);
  return {
    chain: chainOf(error),
    name: String(name ?? ""),
    ...(typeof status === "number" ? { status } : {}),
    ...(typeof code === "string" || typeof code === "number" ? { code } : {}),
    ...(typeof type === "string" ? { type } : {}),
    ...(cause === undefined ? {} : { cause }),
    message: String(message ?? "").slice(0, 300),
  };
}

function chainOf(error: object): string {
  const names: string[] = [];
  for (let proto: unknown = Object.getPrototypeOf(error); proto; proto = Object.getPrototypeOf(proto)) {
    const { name } = (proto as { constructor: { name: string } }).constructor;
    if (name === "Object" || (name === "Error" && names.length > 0)) break;
    names.push(name);
  }
  return names.join("‹");
}

function innermost(cause: unknown): string | undefined {
  if (typeof cause !== "object" || cause === null) return undefined;
  const deeper = innermost((cause as { cause?: unknown }).cause);
  if (deeper !== undefined) return deeper;
  const { code } = cause as { code?: unknown };
  return typeof code === "string" ? code : cause.constructor.name;
}
