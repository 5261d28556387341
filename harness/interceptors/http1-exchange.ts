import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exchange } from "./exchange.ts";
import { readBody } from "./gateway-request.ts";
import { responseOutput } from "./response-output.ts";
import { writeDelivery } from "./write-delivery.ts";

export function http1Exchange(request: IncomingMessage, response: ServerResponse): Exchange {
  const out = responseOutput(response);
  return {
    version: "1.1",
    method: request.method ?? "GET",
    target: request.url ?? "",
    headers: request.headers,
    body: () => readBody(request),
    gone: out.gone,
    write: (delivery) => writeDelivery(out, delivery),
    // HTTP/1.1 has no other way of breaking off than to lose the connection.
    breakOff: out.reset,
  };
}
