/** What `net` and `tls` are asked to connect to, in whichever of their forms. */
export interface ConnectArguments {
  /** Those of the caller's own object, never changed. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly listener?: () => void;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null;

/** `(options)`, `(port, host?)`, `(path)`, an array of options and listener as Node hands them on, and for `tls` options after them. */
export function readConnectArguments(given: readonly unknown[]): ConnectArguments {
  const [first] = given;
  const all: readonly unknown[] = Array.isArray(first) ? first : given;
  const listener = all.findLast((one): one is () => void => typeof one === "function");
  const options: Record<string, unknown> = {};
  for (const one of all) if (isObject(one)) Object.assign(options, one);
  const [start, second] = all;
  if (isPort(start)) {
    options["port"] = Number(start);
    if (typeof second === "string") options["host"] = second;
  } else if (typeof start === "string") options["path"] = start;
  return { options, ...(listener ? { listener } : {}) };
}

const isPort = (value: unknown): boolean =>
  typeof value === "number" || (typeof value === "string" && /^\d+$/.test(value));
