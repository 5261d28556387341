import { StdioServerTransport } from "@modelcontextprotocol/sdk/server/stdio.js";
import { everything } from "./everything.ts";

await everything().connect(new StdioServerTransport());
