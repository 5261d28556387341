import type { AddCommand } from "../program.ts";
import { mcpUsage, wrapMcp } from "../wrap-mcp.ts";

/** For its help: `brownout mcp … -- …` itself goes by a shorter way (main.ts). */
export const addMcp: AddCommand = (program, _io, finish) => {
  program
    .command("mcp")
    .description("stand between an MCP client and a server on standard streams: in a trial with faults, else unseen")
    .usage(mcpUsage.replace(/^brownout mcp /, ""))
    .argument("<command...>", "the server's own command")
    .option("--as <name>", "the dependency that it is in the system map, if there are several at stdio: addresses")
    .addHelpText(
      "after",
      `
Example, in the configuration of an MCP client:
  { "command": "npx", "args": ["brownout", "mcp", "--as", "memory", "--", "npx", "some-server"] }`,
    )
    .action((command: string[], { as }: { readonly as?: string }) =>
      finish(wrapMcp([...(as === undefined ? [] : ["--as", as]), "--", ...command])),
    );
};
