import { wrapServer } from "../interceptors/mcp-stdio/index.ts";
import { readyToTie, tieToOurLife } from "../targets/lifeline.ts";
import { exitCodes } from "./exit-codes.ts";

export const mcpUsage = "brownout mcp [--as NAME] -- COMMAND [ARGUMENTS…]";

/** `[--as NAME] -- COMMAND…`; undefined = it is not that. */
export function readMcpArguments(
  args: readonly string[],
): { readonly as?: string; readonly command: readonly string[] } | undefined {
  const dashes = args.indexOf("--");
  const command = args.slice(dashes + 1);
  const [option, name, ...others] = args.slice(0, Math.max(dashes, 0));
  if (dashes < 0 || command.length === 0 || others.length > 0) return undefined;
  if (option === undefined) return { command };
  return option === "--as" && name !== undefined && name !== "" ? { as: name, command } : undefined;
}

/** The exit code, which is the server's own where it was started. */
export async function wrapMcp(args: readonly string[]): Promise<number> {
  const note = (text: string): void => void process.stderr.write(`brownout mcp: ${text}\n`);
  const read = readMcpArguments(args);
  if (read === undefined) {
    note(`this is not "${mcpUsage}".`);
    return exitCodes.invalid;
  }
  try {
    readyToTie();
    return await wrapServer({
      ...read,
      environment: process.env,
      client: { stdin: process.stdin, stdout: process.stdout, note },
      tie: tieToOurLife,
    });
  } catch (error) {
    note(error instanceof Error ? error.message : String(error));
    return exitCodes.cannotRun;
  }
}
