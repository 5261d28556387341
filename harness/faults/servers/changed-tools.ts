import { z } from "zod";
import type { Call, Reply } from "../../domain/call.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import type { ToolList } from "../../domain/protocol.ts";
import { onlyTool } from "../shared/boundaries.ts";
import { changeValue } from "../shared/change-answer.ts";
import { type Change, changedList } from "./tool-list.ts";

const params = z.strictObject({
  change: z.enum(["renamed", "removed", "added"]).default("renamed").describe("What happens to the list of tools."),
  tool: z.string().min(1).optional().describe("Which tool is renamed or removed; by default the first that is called."),
  to: z.string().min(1).optional().describe("The new tool's name; by default the old one's with `_v2`."),
  announce: z.boolean().default(true).describe("Whether the server says that its list has changed."),
});

export const changedTools = defineFault({
  name: "changed-tools",
  summary:
    "The server's list of tools changes under way: once it has been told, a tool has another name, is gone, or there is a new one.",
  boundaries: onlyTool,
  params,
  requires: () => ["tool-list", "rpc-error"],
  describe: ({ change, tool, announce }) =>
    `${tool ?? "a tool"} ${change} under way${announce ? "" : ", without a word"}`,
  async inject(call, forward, context, { change, tool, to, announce }) {
    const { toolList } = context.protocol;
    const used = toolList?.toolOf(call);
    const known = context.state(() => ({ change: undefined as Change | undefined }));
    if (
      !toolList ||
      (known.change === undefined &&
        (used === undefined || (tool !== undefined && change !== "added" && used !== tool)))
    ) {
      context.idle("the list is as it was until a tool is called");
      return forward();
    }
    const begins = known.change === undefined;
    const of = tool ?? used ?? "";
    known.change ??= { kind: change, tool: of, to: to ?? `${of}_v2` };
    const told = (reply: Reply): Reply => (begins && announce ? announced(reply, call, toolList) : reply);
    return told(await answer(known.change, begins, used, call, forward, context));
  },
});

async function answer(
  change: Change,
  begins: boolean,
  used: string | undefined,
  call: Call,
  forward: (tool?: string) => Promise<Reply>,
  context: FaultContext,
): Promise<Reply> {
  const { toolList, rpcError } = context.protocol;
  if (call.operation === toolList?.operation)
    return changeValue(forward, context, (value) => changedList(value, change));
  if (change.kind !== "added" && used === change.tool && rpcError) {
    context.note(`${change.tool} has been ${change.kind}: unknown tool`);
    // Specification 2025-11-25, server/tools, error handling.
    return { kind: "raw", wire: rpcError(call, { code: -32602, message: `Unknown tool: ${change.tool}` }) };
  }
  if (change.kind === "renamed" && used === change.to) {
    context.note(`${change.to} is what ${change.tool} was`);
    return forward(change.tool);
  }
  if (begins) context.note(`from here on there is a new tool, ${change.to}`);
  else context.idle("this call is as it was");
  return forward();
}

const announced = (reply: Reply, call: Call, list: ToolList): Reply =>
  reply.kind === "raw" ? { kind: "raw", wire: list.announced(call, reply.wire) } : reply;
