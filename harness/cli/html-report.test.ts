import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { expect, it } from "vitest";
import { cli, project } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

const secret = "q8Zr51TcYw0LmPk7";
const changes = {
  "mocks.ts": small["mocks.ts"].replace("http.get", "http.all"),
  "agent.ts": `export default async (_task: unknown, { signal }: { signal: AbortSignal }) => {
  const response = await fetch("http://orders.test/orders/1?api_key=${secret}", {
    method: "POST",
    headers: { authorization: "Bearer ${secret}", "content-type": "application/json" },
    body: JSON.stringify({ password: "${secret}", order: 1 }),
    signal,
  });
  return response.ok ? "It has shipped." : "I could not look that up.";
};
`,
};

/** All that a page says, also what its script unpacks. */
const unpacked = (page: string): string =>
  [...page.matchAll(/<script type="text\/plain" id="[^"]+">([^<]*)<\/script>/g)]
    .map(([, text = ""]) => gunzipSync(Buffer.from(text, "base64")).toString())
    .join("\n");

it("writes the page beside the journal, prints the same whole to a pipe, and keeps secrets out of both", async () => {
  using made = project(changes);
  const { cwd } = made;
  const { stdout, stderr } = await cli(["run", "experiment.yaml", "--quiet", "--format", "html", "--out", "runs"], cwd);
  expect(stderr).toBe("");
  const [run = ""] = readdirSync(join(cwd, "runs"));
  const files = readdirSync(join(cwd, "runs", run));
  expect(files.filter((name) => name.endsWith(".part"))).toEqual([]);
  const page = readFileSync(join(cwd, "runs", run, "report.html"), "utf8");
  expect(stdout).toBe(page);
  const data = unpacked(page);
  // The calls are in it, and the agent sent the secret with each.
  expect(data).toContain("tool:orders");
  expect(data).toContain("[redacted]");
  expect(page + data).not.toContain(secret);
}, 60_000);
