/** A request head that can be read in one way only. Everything else is left to Node's own parser. */
export interface PlainHead {
  readonly method: string;
  /** Begins with a slash. */
  readonly target: string;
  /** Lower-case names, none of them twice. */
  readonly headers: Readonly<Record<string, string>>;
  /** Bytes of the head with its blank line, and of the body that follows. */
  readonly size: number;
  readonly length: number;
}

const blankLine = Buffer.from("\r\n\r\n");
/** Request line and field lines of RFC 9112 without what it tolerates: no folded lines, no white space before the colon, no bare line ends. */
const shape =
  /^(?:GET|POST|PUT|PATCH|DELETE) \/[\x21-\x7e]* HTTP\/1\.1(?:\r\n[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*)+$/;
/** What changes how the rest of the connection is to be read. */
const special = new Set([
  "transfer-encoding",
  "expect",
  "upgrade",
  "http2-settings",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "__proto__",
]);

/** Undefined: no such head stands at the beginning of these bytes. */
export function readPlainHead(bytes: Buffer): PlainHead | undefined {
  const end = bytes.indexOf(blankLine);
  if (end < 0) return undefined;
  const text = bytes.toString("latin1", 0, end);
  if (!shape.test(text)) return undefined;
  const headers: Record<string, string> = {};
  let at = text.indexOf("\r\n");
  const [method = "", target = ""] = text.slice(0, at).split(" ");
  let length = 0;
  while (at >= 0) {
    const from = at + 2;
    at = text.indexOf("\r\n", from);
    const line = at < 0 ? text.slice(from) : text.slice(from, at);
    const colon = line.indexOf(":");
    const name = lowerCase(line.slice(0, colon));
    const value = withoutSpace(line, colon + 1);
    if (special.has(name) || headers[name] !== undefined) return undefined;
    if (name === "connection" && value.toLowerCase() !== "keep-alive") return undefined;
    if (name === "content-length") {
      if (!/^\d{1,9}$/.test(value)) return undefined;
      length = Number(value);
    }
    headers[name] = value;
  }
  return headers["host"] === undefined ? undefined : { method, target, headers, size: end + blankLine.length, length };
}

const lowered = new Map<string, string>();

/** Clients use the same few names again and again. */
function lowerCase(name: string): string {
  const known = lowered.get(name);
  if (known !== undefined) return known;
  const lower = name.toLowerCase();
  if (lowered.size < 1000) lowered.set(name, lower);
  return lower;
}

const isSpace = (code: number): boolean => code === 32 || code === 9;

/** The rest of a line without the spaces and tabs around it: no others, as String.trim would take. */
function withoutSpace(line: string, start: number): string {
  let [from, to] = [start, line.length];
  while (from < to && isSpace(line.charCodeAt(from))) from += 1;
  while (to > from && isSpace(line.charCodeAt(to - 1))) to -= 1;
  return line.slice(from, to);
}
