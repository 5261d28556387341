import { expect, it } from "vitest";
import { all } from "../testing/check-cli.ts";
import { cli, cliHere, project } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

const agent = `const model = "http://model.test/v1", orders = "http://orders.test";
export default async ({ prompt }: { prompt: string }) => {
  const messages: object[] = [{ role: "user", content: prompt }];
  const tools = [{ type: "function", function: { name: "get_order", parameters: { type: "object" } } }];
  for (;;) {
    const response = await fetch(model + "/chat/completions", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "m", messages, tools }),
    });
    const { message } = (await response.json()).choices[0];
    messages.push(message);
    if (!message.tool_calls) return message.content;
    const found = await fetch(orders + "/orders/1");
    for (const { id } of message.tool_calls) messages.push({ role: "tool", tool_call_id: id, content: await found.text() });
  }
};
`;
const taskOf = (tool: string): string => `tasks:
  - id: where
    prompt: Where is my order?
    expect: { facts: [shipped] }
    playbook:
      steps:
        - call: ${tool}
          as: order
      answers: [{ say: "Your order is {{order.status}}." }]
`;
const files = (tool: string) => ({
  "agent.ts": agent,
  "tasks.yaml": taskOf(tool),
  "system-map.yaml": small["system-map.yaml"].replace(
    "dependencies:\n",
    "dependencies:\n  model: { boundary: model, protocol: openai, url: http://model.test/v1 }\n",
  ),
});
const run = ["run", "experiment.yaml", "-q", "-o", "runs"];

it("is named with its place and what was meant, which is what to do next", { timeout: 60_000 }, async () => {
  using folder = project(files("get_ordr"));
  const ended = await cli(run, folder.cwd);
  const said = all(ended).replace(/\s+/g, " ");
  expect(ended.code).toBe(3);
  expect(said).toContain(
    'The script asked for a tool that the agent does not offer: "get_ordr" at tasks.yaml:7:17. Did you mean "get_order"?',
  );
  expect(said).toContain(
    "Next: “The order service is down” cannot tell, because the script asked for a tool that the agent does not offer: write “get_order” for “get_ordr” at tasks.yaml:7:17, then run its command again.",
  );
  // What the journal has of it is enough.
  const again = await cliHere(["report", "latest", "-o", "runs"], folder.cwd);
  expect(again.stdout.replace(/\s+/g, " ")).toContain('Did you mean "get_order"?');
});

it("is named by the doctor before any run", { timeout: 60_000 }, async () => {
  using folder = project(files("get_ordr"));
  const ended = await cli(["doctor", "target.yaml", "experiment.yaml"], folder.cwd);
  expect(all(ended).replace(/\s+/g, " ")).toMatch(
    /asked for a tool that the agent does not offer: "get_ordr" at tasks\.yaml:7:17.* Did you mean "get_order"\?/,
  );
});
