import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";
import { passed } from "../tools/passed.ts";

/** JSON-RPC 2.0, section 5.1; -32002 is what MCP servers say of resources. */
const usual: Readonly<Record<number, string>> = {
  [-32700]: "Parse error",
  [-32600]: "Invalid Request",
  [-32601]: "Method not found",
  [-32602]: "Invalid params",
  [-32603]: "Internal error",
  [-32002]: "Resource not found",
};

const params = z.strictObject({
  code: z
    .int()
    .default(-32603)
    .describe("-32700, -32600 to -32603, -32002, one of the server's own between -32000 and -32099, or any other."),
  message: z.string().optional().describe("The error's message; the usual one of its code by default."),
  data: z.json().optional().describe("What else the error says."),
});

export const rpcErrorFault = defineFault({
  name: "rpc-error",
  summary: "The server answers with an error of JSON-RPC, with a code of your choice, without doing anything.",
  boundaries: withValues,
  params,
  requires: () => ["rpc-error"],
  describe: ({ code }) => `JSON-RPC error ${code}`,
  async inject(call, forward, context, { code, data, message = usual[code] ?? "Server error" }) {
    const { protocol } = context;
    if (!protocol.rpcError || protocol.answersHere?.(call) === false) return passed(forward, context);
    context.note(`not called; JSON-RPC error ${code}: ${message}`);
    return {
      kind: "raw",
      wire: protocol.rpcError(call, { code, message, ...(data === undefined ? {} : { data }) }),
    };
  },
});
