import { z } from "zod";
import { settingsReader } from "../shared/options.ts";

export const schema = z.strictObject({
  /**
   * Where failures show; `json-rpc` behind standard streams, where there is nothing else, and `http` elsewhere. `http`: as a status, as gateways and session stores answer. `json-rpc`: failures of the server itself as
   * JSON-RPC errors. `result`: failures of a tool as a result that says `isError`, as servers do when a handler throws.
   */
  errors: z.enum(["http", "json-rpc", "result"]).optional(),
  /** How replies that nobody else has written are sent to clients that take both. */
  replies: z.enum(["sse", "json"]).default("sse"),
});

export const settingsOf = settingsReader<z.output<typeof schema>>(schema);
