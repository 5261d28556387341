import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cli, cliHere, project } from "../testing/child-cli.ts";
import { http, port, small } from "../testing/small-project.ts";

const afterwards = (written: string) => `${http("")["experiment.yaml"]}afterwards: ${written}\n`;

/** Remembers for each conversation that the orders were not there, and never looks again. */
const brooding = `import { createServer } from "node:http";
import { appendFileSync } from "node:fs";
const gone = new Set();
createServer(async (request, response) => {
  if (request.method === "GET") return response.end("ready");
  let text = "";
  for await (const part of request) text += part;
  const asked = JSON.parse(text);
  appendFileSync("asked.txt", JSON.stringify(asked) + "\\n");
  const order = gone.has(asked.session) ? undefined : await fetch(process.env.ORDERS_URL + "/orders/1");
  if (!order?.ok) gone.add(asked.session);
  const answer = order?.ok ? "Your order is " + (await order.json()).status + "." : "The order service is unavailable.";
  response.setHeader("content-type", "application/json").end(JSON.stringify({ answer }));
}).listen(${port}, "127.0.0.1");
`;

it("asks in the same conversation when the faults are off, and finds what they left behind", async () => {
  const files = http(brooding, 'with: { request: { id: "{{id}}", session: "{{session}}", prompt: "{{prompt}}" } }\n');
  using folder = project({
    ...small,
    ...files,
    "experiment.yaml": afterwards("{ tasks: { from: tasks.yaml, ids: [when] }, wait: 100ms }").replace(
      "tasks: tasks.yaml",
      "tasks: { from: tasks.yaml, ids: [where, when] }",
    ),
  });
  const { stdout, stderr } = await cli(["run", "experiment.yaml", "-o", "runs"], folder.cwd);
  expect(stderr).not.toMatch(/^http.yaml/m);
  expect(stdout).toContain("Tasks fail after the fault has gone");
  expect(stdout).toContain("not as in control afterwards: when@afterwards (2)");

  const asked = readFileSync(join(folder.cwd, "asked.txt"), "utf8")
    .trim()
    .split("\n")
    .map((line): { id: string; session: string } => JSON.parse(line));
  expect(asked.map(({ id }) => id)).toEqual(["where", "when", "where", "when", "when", "when", "when", "when"]);
  const conversations = Map.groupBy(asked, ({ session }) => session);
  expect([...conversations.values()].map((said) => said.length)).toEqual([2, 2, 2, 2]);
  expect(folder.events()).toContainEqual(
    expect.objectContaining({
      type: "performance-ended",
      task: "when@afterwards",
      role: "afterwards",
      end: "answered",
    }),
  );
}, 60_000);

it.each([
  ["{ tasks: tasks.yaml }", 'experiment.yaml:15:13 "wait" is missing'],
  ["{ tasks: { from: tasks.yaml, ids: [wen] }, wait: 1s }", 'Did you mean "when"?'],
  ["{ task: tasks.yaml, wait: soon }", 'Unknown key "task". Did you mean "tasks"?'],
  ["{ task: tasks.yaml, wait: soon }", "soon"],
  ["tasks.yaml", '"afterwards"'],
])("says what is wrong with %s", async (written, words) => {
  using folder = project({ ...small, "experiment.yaml": `${small["experiment.yaml"]}afterwards: ${written}\n` });
  const { code, stderr } = await cliHere(["validate", "experiment.yaml"], folder.cwd);
  expect(code).toBe(2);
  expect(stderr).toContain(words);
});
