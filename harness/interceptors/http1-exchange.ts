import type { IncomingMessage, ServerResponse } from "node:http";
import type { Exchange } from "./exchange.ts";
import { readBody } from "./gateway-request.ts";
import { resetConnection, writeDelivery } from "./write-delivery.ts";

export const http1Exchange = (request: IncomingMessage, response: ServerResponse): Exchange => ({
  version: "1.1",
  method: request.method ?? "GET",
  target: request.url ?? "",
  headers: request.headers,
  body: () => readBody(request),
  gone: () => response.destroyed,
  write: (delivery) => writeDelivery(response, delivery),
  // HTTP/1.1 has no other way of breaking off than to lose the connection.
  breakOff: () => resetConnection(response),
});
