import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { expect, it } from "vitest";
import { everything, memory, wrapped } from "../interceptors/mcp-stdio/testing/stdio-client.ts";
import { cli, project } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

const require = createRequire(import.meta.url);
const sdk = (path: string): string =>
  JSON.stringify(pathToFileURL(require.resolve(`@modelcontextprotocol/sdk/client/${path}`)).href);

/** Two real servers, each of its own; `together` says what becomes of one when the other is down. */
const agent = (together: string): string => `import { Client } from ${sdk("index.js")};
import { StdioClientTransport } from ${sdk("stdio.js")};
process.stdin.resume();
const env = { ...process.env, MEMORY_FILE_PATH: process.cwd() + "/graph." + process.pid + ".jsonl" };
async function ask([command, ...args], name, given) {
  const client = new Client({ name: "desk", version: "1" });
  try {
    await client.connect(new StdioClientTransport({ command, args, env, stderr: "ignore" }));
    const { content, isError } = await client.callTool({ name, arguments: given });
    if (isError) throw new Error(content[0].text);
    return content[0].text;
  } finally {
    await client.close();
  }
}
const notes = ask(${JSON.stringify(wrapped(memory, "--as", "notes"))}, "create_entities", {
  entities: [{ name: "ada", entityType: "customer", observations: ["called"] }],
}).then((text) => "Noted: " + JSON.parse(text)[0].name + ".");
const sum = ask(${JSON.stringify(wrapped(everything, "--as", "sums"))}, "get-sum", { a: 40, b: 2 });
${together}
`;
const careful = `const noted = await notes.catch(() => "The notes service is unavailable, so the call was not written down.");
process.stdout.write(JSON.stringify({ answer: (await sum) + " " + noted }));`;
const naive = `const [noted, total] = await Promise.all([notes, sum]);
process.stdout.write(JSON.stringify({ answer: total + " " + noted }));`;

const target = (name: string): string =>
  `name: ${name}\nkind: command\ncommand: [node, ${name}.mjs]\nsystemMap: system-map.yaml\n`;

it("one of two MCP servers is down: the other serves on, and the agent that stands or falls with both is found", async () => {
  using folder = project({
    "experiment.yaml": small["experiment.yaml"]
      .replace("target: target.yaml", "target: [careful.yaml, naive.yaml]")
      .replace("into: { tool: orders }", "into: { tool: notes }")
      .replace("repeats: 3", "repeats: 1")
      .replace("deadline: 20s", "deadline: 60s"),
    "system-map.yaml": `dependencies:
  notes: { boundary: tool, protocol: mcp, url: "stdio://notes" }
  sums: { boundary: tool, protocol: mcp, url: "stdio://sums" }
`,
    "tasks.yaml": `tasks:
  - id: both
    prompt: Note that Ada called, and say what 40 and 2 are.
    expect: { facts: ["42", "Noted: ada"] }
`,
    "careful.yaml": target("careful"),
    "careful.mjs": agent(careful),
    "naive.yaml": target("naive"),
    "naive.mjs": agent(naive),
  });
  const { stdout, code } = await cli(["run", "experiment.yaml", "-o", "runs"], folder.cwd);
  const calls = folder.events().flatMap((event) => (event.type === "call-ended" ? [event] : []));
  const hit = folder.events().flatMap((event) => (event.type === "fault-fired" ? [event.address] : []));
  expect(hit).toEqual(["tool:notes.initialize[1]#1", "tool:notes.initialize[1]#1"]);
  const summed = calls.filter(
    ({ address, trial }) => address === "tool:sums.get-sum[1]#1" && trial.includes("careful"),
  );
  // Both arms run at the same time.
  expect(summed.map(({ trial, status }) => `${trial.split("/").at(-1)} ${status}`).sort()).toEqual([
    "control 200",
    "treatment 200",
  ]);
  const answers = folder
    .events()
    .flatMap((event) =>
      event.type === "performance-ended"
        ? [[event.trial.split("/").slice(1).join(" "), event.answer ?? event.end]]
        : [],
    );
  const both = "The sum of 40 and 2 is 42. Noted: ada.";
  expect(Object.fromEntries(answers)).toEqual({
    "careful both 1 control": both,
    "careful both 1 treatment":
      "The sum of 40 and 2 is 42. The notes service is unavailable, so the call was not written down.",
    "naive both 1 control": both,
    "naive both 1 treatment": "crashed",
  });
  expect(code).toBe(3); // one pair each
  const words = stdout.replace(/\s+/g, " ");
  expect(words).toContain("✗ naive: with notes away, 1 of 1 task that uses it failed");
  expect(words).toContain("in “The order service is down (naive)”");
  expect(words).not.toContain("in “The order service is down (careful)”");
}, 240_000);
