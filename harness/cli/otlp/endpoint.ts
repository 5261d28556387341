import { InvalidInput } from "../../domain/diagnostic.ts";
import { isLoopbackHost } from "../../interceptors/loopback.ts";

const path = "/v1/traces";

/** Where a collector takes traces: a whole address, or one that lacks the path, as OTEL_EXPORTER_OTLP_ENDPOINT has it. */
export function endpointOf(text: string, allowed: readonly string[]): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
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
    headers[name.toLowerCase()] = decoded(value);
  }
  return headers;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
