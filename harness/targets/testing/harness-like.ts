import { commandTarget } from "../command.ts";

/** Asks a command target and never ends: a test kills it. Arguments: the agent's command, and a file for its pid. */
const [agent = "", pidFile = ""] = process.argv.slice(2);
const target = commandTarget(
  { kind: "command", command: [process.execPath, agent], cwd: "/", environment: {} },
  "harness-like",
);
const never = new AbortController().signal;
const session = await target.boot({}, never);
await session.perform({ id: "t", prompt: "wait", input: { pidFile, stubborn: true } }, never, { trial: "t" });
