/** JSON-RPC as far as a wrapper has to know it: who asked, and who is answered. */
export interface Message {
  readonly method: string | undefined;
  /** Requests and responses have one; `null` only in an error that answers nothing in particular. */
  readonly id: string | undefined;
  readonly progressToken: string | undefined;
  /** Of `notifications/cancelled`: the request that is given up. */
  readonly cancels: string | undefined;
}

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Ids and tokens are numbers or texts, and `1` is not `"1"`. */
const key = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? JSON.stringify(value) : undefined;

function messageIn(value: unknown): Message | undefined {
  if (!isObject(value) || value["jsonrpc"] !== "2.0") return undefined;
  const method = typeof value["method"] === "string" ? value["method"] : undefined;
  const params = isObject(value["params"]) ? value["params"] : {};
  const meta = isObject(params["_meta"]) ? params["_meta"] : {};
  const token = method === "notifications/progress" ? params["progressToken"] : meta["progressToken"];
  return {
    method,
    id: key(value["id"]),
    progressToken: key(token),
    cancels: method === "notifications/cancelled" ? key(params["requestId"]) : undefined,
  };
}

/** The messages of a line, several if it is a batch; undefined if it is something else, which passes as it is. */
export function messagesIn(line: Uint8Array | string): readonly Message[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(typeof line === "string" ? line : Buffer.from(line).toString());
  } catch {
    return undefined;
  }
  const messages = (Array.isArray(value) ? value : [value]).map(messageIn);
  const known = messages.filter((message) => message !== undefined);
  return known.length > 0 && known.length === messages.length ? known : undefined;
}

export const isRequest = ({ method, id }: Message): boolean => method !== undefined && id !== undefined;
export const isResponse = ({ method }: Message): boolean => method === undefined;
