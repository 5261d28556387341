import { join } from "node:path";
import type { Driver } from "../driver.ts";
import { v1, v2, whole } from "./mcp.ts";
import { callWithV1, callWithV2 } from "./mcp-client.ts";
import { from } from "./rows.ts";

const docs = from("docs: AgentCore developer guide, Using a Gateway with MCP");
const spoken = { name: "orders___speak", arguments: {} };
const sought = { name: "x_amz_bedrock_agentcore_search", arguments: { query: "speak" } };

const base = {
  protocol: "mcp",
  transport: "h1",
  mode: "whole",
  dependency: {
    boundary: "tool",
    url: "https://desk-abcdefghij.gateway.bedrock-agentcore.us-east-1.amazonaws.com/mcp",
  },
  mocks: join(import.meta.dirname, "..", "mocks", "agentcore-gateway.mocks.ts"),
} as const;

/** The gateway is an MCP server whose tools have the names of their targets before them. */
export const agentcoreGatewayDrivers: readonly Driver[] = [
  {
    ...base,
    id: "agentcore gateway, target___tool with mcp v1",
    package: "@modelcontextprotocol/sdk",
    operations: [spoken.name],
    call: callWithV1(false, spoken),
    expected: whole(v1),
  },
  {
    ...base,
    id: "agentcore gateway, target___tool with mcp v2",
    package: "@modelcontextprotocol/client",
    operations: [spoken.name],
    call: callWithV2(false, spoken),
    expected: whole(v2),
  },
  {
    ...base,
    id: "agentcore gateway, search of tools",
    package: "@modelcontextprotocol/sdk",
    operations: [sought.name],
    call: callWithV1(false, sought),
    expected: {
      ...whole(v1),
      healthy: docs({ said: '{"tools":[{"name":"orders___speak","description":"Speaks."}]}' }),
    },
  },
];
