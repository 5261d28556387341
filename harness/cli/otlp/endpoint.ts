import { InvalidInput } from "../../domain/diagnostic.ts";
import { isLoopbackHost } from "../../interceptors/loopback.ts";

const path = "/v1/traces";

/** Where a collector takes traces: a whole address, or one that lacks the path, as OTEL_EXPORTER_OTLP_ENDPOINT has it. */
export function endpointOf(text: string, allowed: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const web = url !== undefined && /^https?:$/.test(url.protocol);
  // What stands there is a secret: it is not repeated.
  if (web ? url.username !== "" || url.password !== "" : text.includes("@"))
    throw new InvalidInput([
      {
        file: "--otlp",
        message:
          "An address of a collector holds no user and no password: they would stand in logs. OTEL_EXPORTER_OTLP_HEADERS takes them, as authorization=Basic%20….",
      },
    ]);
  if (!web)
    throw new InvalidInput([
      {
        file: "--otlp",
        message: `"${text}" is no address of a collector. One such as http://127.0.0.1:4318 is wanted.`,
      },
    ]);
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  if (!isLoopbackHost(host) && !allowed.includes(host))
    throw new InvalidInput([
      {
        file: "--otlp",
        message: `Nothing was sent: ${host} is another machine. If traces of this run may go there, add --otlp-allow ${host}.`,
      },
    ]);
  if (!url.pathname.endsWith(path)) url.pathname = url.pathname.replace(/\/*$/, path);
  return url;
}

/** `a=b,c=d`, percent-encoded, as OTEL_EXPORTER_OTLP_HEADERS has it. @throws {InvalidInput} */
export function headersOf(text: string | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const part of (text ?? "").split(",").filter((one) => one.trim() !== "")) {
    const [, name, value] = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    // What stands there may be a secret: it is not repeated.
    if (name === undefined || value === undefined)
      throw new InvalidInput([
        { file: "OTEL_EXPORTER_OTLP_HEADERS", message: "The variable is no list of name=value, separated by commas." },
      ]);
    const header = decoded(value);
    if (!sendable(name, header))
      throw new InvalidInput([
        {
          file: "OTEL_EXPORTER_OTLP_HEADERS",
          message: `The value of ${name.toLowerCase()} holds a line break or another character that no header may.`,
        },
      ]);
    headers[name.toLowerCase()] = header;
  }
  return headers;
}

function sendable(name: string, value: string): boolean {
  try {
    new Headers([[name, value]]);
    return true;
  } catch {
    return false;
  }
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
