import { QdrantClient } from "@qdrant/js-client-rest";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import { soughtVector } from "./sought-vector.ts";

const source = "measured: bare sockets, 2026-11-28" as const;
/** The client asks for the server's version when it is made, and does not wait for the answer: one request more in every case. */
const once = { attempts: 2, gaps: [[0, 200]] } as const;
/** The generated client raises a subclass without a name. */
const api = (status: number, message?: string): Expected => ({
  raises: "‹ApiError",
  status,
  ...(message === undefined ? {} : { message }),
  ...once,
  source,
});
const plain = (raises: string, rest: Partial<Expected> = {}): Expected => ({ raises, ...rest, ...once, source });

const clientOf = ({ baseUrl, timeout }: DriverContext): QdrantClient => {
  const { origin, pathname } = new URL(baseUrl);
  // It drops a path in `url` without a word.
  return new QdrantClient({
    url: origin,
    ...(pathname === "/" ? {} : { prefix: pathname }),
    apiKey: "k",
    ...(timeout === undefined ? {} : { timeout }),
  });
};
const sought = { query: [...soughtVector], limit: 2, with_payload: true };

const expected: Driver["expected"] = {
  healthy: { said: "returns,returns-sale", ...once, source },
  "failure:throttled": api(429),
  // The number is the header's first character.
  "throttled with a wait": plain("QdrantClientResourceExhaustedError‹CustomError"),
  "failure:server-error": api(500),
  "failure:unavailable": api(503),
  "failure:gateway-timeout": api(408),
  "failure:credentials-expired": api(401),
  "failure:access-denied": api(403),
  "failure:not-found": api(404),
  "failure:invalid-request": api(400),
  reset: plain("TypeError", { cause: "ECONNRESET", message: "fetch failed" }),
  refused: plain("TypeError", { cause: "ECONNREFUSED", message: "fetch failed" }),
  dns: plain("TypeError", { cause: "ENOTFOUND", message: "fetch failed" }),
  hang: plain("QdrantClientTimeoutError‹CustomError", { message: "This operation was aborted" }),
  "invalid-json": plain("SyntaxError"),
  "empty-body": plain("SyntaxError", { message: "Unexpected end of JSON input" }),
  "empty-object": plain("Error", { message: "Result came uninitialized" }),
  "html-200": plain("Error", { message: "Result came uninitialized" }),
  "body cut:reset": plain("TypeError", { cause: "ECONNRESET", message: "terminated" }),
};

const driver = (id: string, call: Driver["call"], said: string): Driver => ({
  id,
  package: "@qdrant/js-client-rest",
  protocol: "qdrant",
  mode: "whole",
  transport: "h1",
  dependency: { boundary: "retrieval", url: "https://0f1e2d3c.eu-central-1-0.aws.cloud.qdrant.io:6333" },
  call,
  expected: { ...expected, healthy: { said, ...once, source } },
});

export const qdrantDrivers: readonly Driver[] = [
  driver(
    "qdrant query",
    async (context) => {
      const { points } = await clientOf(context).query("policies", sought);
      context.say(points.map(({ id }) => id).join());
    },
    "returns,returns-sale",
  ),
  driver(
    "qdrant query batch",
    async (context) => {
      const found = await clientOf(context).queryBatch("policies", { searches: [sought, { ...sought, limit: 1 }] });
      context.say(found.map(({ points }) => points.map(({ id }) => id).join()).join("; "));
    },
    "returns,returns-sale; returns",
  ),
];
