import { type Files, small } from "../../testing/small-project.ts";

/** Two experiments whose faults come by chance, and an agent that tries again. */
export const twoQuestions: Files = {
  "asked/flaky.yaml": small["experiment.yaml"]
    .replace("target.yaml", "../target.yaml")
    .replace("tasks.yaml", "../tasks.yaml")
    .replace("into: { tool: orders }", "into: { tool: orders }\n    when: { probability: 0.5 }"),
  "asked/slow.yaml": small["experiment.yaml"]
    .replace("The order service is down", "The order service is slow")
    .replace("target.yaml", "../target.yaml")
    .replace("tasks.yaml", "../tasks.yaml")
    .replace("inject: unavailable", "inject: latency")
    .replace("into: { tool: orders }", "into: { tool: orders }\n    with: { delay: 3s }"),
  "agent.ts": `export default async (_task: unknown, { env, signal }: { env: Record<string, string>; signal: AbortSignal }) => {
  for (let attempt = 1; attempt <= 3; attempt += 1) {
    const response = await fetch("http://orders.test/orders/1", { signal });
    if (response.ok) return \`Your order is \${(await response.json()).status}.\`;
    await new Promise((resolve) => setTimeout(resolve, 500 * attempt));
  }
  return "I could not look that up.";
};
`,
};

/** All that a run concluded, but for its name and its hour. */
export function scorecard(stdout: string): unknown {
  const { run: _run, startedAt: _at, ...rest } = JSON.parse(stdout) as Record<string, unknown>;
  return rest;
}
