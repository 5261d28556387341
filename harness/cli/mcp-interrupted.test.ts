import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { processesWith, project, startCli, until } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

const require = createRequire(import.meta.url);
const installed = (path: string): string => JSON.stringify(require.resolve(`@modelcontextprotocol/${path}`));
const program = join(import.meta.dirname, "..", "main.ts");

/** An agent that starts a real server through the wrapper, and asks it something that takes a minute. */
const agent = `import { dirname, join } from "node:path";
import { Client } from ${installed("sdk/client/index.js")};
import { StdioClientTransport } from ${installed("sdk/client/stdio.js")};
await new Response(process.stdin).text();
const client = new Client({ name: "agent", version: "1" });
const args = [${JSON.stringify(program)}, "mcp", "--as", "every", "--", process.execPath, join(dirname(${installed("server-everything/package.json")}), "dist", "index.js"), "stdio", process.argv[2]];
await client.connect(new StdioClientTransport({ command: process.execPath, args }));
await client.callTool({ name: "trigger-long-running-operation", arguments: { duration: 60, steps: 1 } });
`;

it("a run that is killed in the middle of a trial leaves no wrapper, no server and no port", async () => {
  const mark = `brownout-mark-mcp-${process.pid}`;
  using folder = project({
    "experiment.yaml": small["experiment.yaml"].replace("target.yaml", "command.yaml"),
    "command.yaml": small["command.yaml"].replace("command.ts", `agent.mjs, ${mark}`),
    "agent.mjs": agent,
    "system-map.yaml": small["system-map.yaml"].replace(
      "dependencies:",
      'dependencies:\n  every: { boundary: tool, protocol: mcp, url: "stdio://every" }',
    ),
  });
  const { child, ended } = startCli(["run", "experiment.yaml", "-q", "-o", "runs", "-c", "1"], folder.cwd);
  onTestFinished(() => void child.kill("SIGKILL"));
  const asked = (): boolean =>
    existsSync(folder.journal()) &&
    readFileSync(folder.journal(), "utf8").includes("tool:every.trigger-long-running-operation");
  await until(asked, "the call that takes a minute").catch(() => until(asked, "the call that takes a minute"));
  // Agent, wrapper and server.
  expect(processesWith(mark).length).toBeGreaterThanOrEqual(3);
  const [wrapper = 0] = processesWith(mark).filter((pid) => commandOf(pid).includes("main.ts\0mcp"));
  const told = /BROWNOUT_MCP=(\{[^\0]*\})/.exec(readFileSync(`/proc/${parentOf(wrapper)}/environ`, "utf8"))?.[1];
  const gateway = String((JSON.parse(told ?? "{}") as Record<string, string>)["every"]);
  expect(await listens(gateway)).toBe(true);

  child.kill("SIGKILL");
  expect((await ended).signal).toBe("SIGKILL");
  await until(() => processesWith(mark).length === 0, "the end of the agent, the wrapper and the server");
  expect(await listens(gateway)).toBe(false);
}, 90_000);

const commandOf = (pid: number): string => readFileSync(`/proc/${pid}/cmdline`, "utf8");
const parentOf = (pid: number): string => /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, "utf8"))?.[1] ?? "self";

/** A request would be a call of the trial. */
const listens = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
