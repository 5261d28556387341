import { Pinecone } from "@pinecone-database/pinecone";
import type { Driver, DriverContext, Expected } from "../driver.ts";
import { soughtVector } from "./sought-vector.ts";

const source = "measured: bare sockets, 2026-11-28" as const;
const once = { attempts: 1, source } as const;
const raised = (name: string, rest: Partial<Expected> = {}): Expected => ({
  raises: `${name}‹BasePineconeError`,
  name,
  ...rest,
  ...once,
});
/** 200, 400 and 800 ms, each an eighth more or less. */
const retried: Expected = {
  raises: "PineconeMaxRetriesExceededError‹BasePineconeError",
  name: "PineconeMaxRetriesExceededError",
  attempts: 4,
  gaps: [
    [175, 225],
    [350, 450],
    [700, 900],
  ],
  source,
};
const unreachable = (cause: string): Expected => raised("PineconeConnectionError", { cause });

const expected: Driver["expected"] = {
  healthy: { said: "returns,returns-sale", ...once },
  "failure:throttled": raised("PineconeUnmappedHttpError"),
  "failure:quota-exhausted": raised("PineconeUnmappedHttpError"),
  "failure:overloaded": retried,
  "failure:server-error": retried,
  "failure:bad-gateway": retried,
  "failure:unavailable": retried,
  "failure:gateway-timeout": retried,
  "failure:credentials-expired": raised("PineconeAuthorizationError"),
  "failure:access-denied": raised("PineconeBadRequestError", { message: "Forbidden" }),
  "failure:not-found": raised("PineconeNotFoundError"),
  "failure:invalid-request": raised("PineconeBadRequestError", {
    message: "does not match the dimension of the index",
  }),
  reset: unreachable("ECONNRESET"),
  refused: unreachable("ECONNREFUSED"),
  dns: unreachable("ENOTFOUND"),
  // It has neither a time-out nor a way to be aborted.
  hang: { hangs: true, ...once },
  "invalid-json": { raises: "SyntaxError", ...once },
  "empty-body": { raises: "SyntaxError", message: "Unexpected end of JSON input", ...once },
  "html-200": { raises: "SyntaxError", ...once },
  "body cut:reset": { raises: "TypeError", cause: "ECONNRESET", message: "terminated", ...once },
};

const driver = (
  id: string,
  hollow: Expected,
  call: (client: Pinecone, context: DriverContext) => Promise<string>,
): Driver => ({
  id,
  package: "@pinecone-database/pinecone",
  protocol: "pinecone",
  mode: "whole",
  transport: "h1",
  dependency: { boundary: "retrieval", url: "https://policies-1a2b3c4.svc.aped-4627-b74a.pinecone.io" },
  async call(context) {
    context.say(await call(new Pinecone({ apiKey: "k" }), context));
  },
  expected: { ...expected, "empty-object": hollow },
});

export const pineconeDrivers: readonly Driver[] = [
  // A reply without matches counts as one that found nothing.
  driver("pinecone query", { ...once }, async (client, { baseUrl }) => {
    const { matches } = await client
      .index({ host: baseUrl })
      .query({ topK: 2, vector: [...soughtVector], includeMetadata: true });
    return matches.map(({ id }) => id).join();
  }),
  driver("pinecone search records", { raises: "TypeError", ...once }, async (client, { baseUrl }) => {
    const { result } = await client
      .index({ host: baseUrl })
      .namespace("policies")
      .searchRecords({ query: { topK: 2, inputs: { text: "returns" } } });
    return result.hits.map(({ _id }) => _id).join();
  }),
];
