import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { currentTrial } from "../domain/ports.ts";
import { freePort } from "../testing/free-port.ts";
import { loadShipped, root, runInMemory } from "../testing/run-in-memory.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-running-"));
const dependencies = {
  OPENAI_BASE_URL: "model",
  BACKUP_BASE_URL: "backup-model",
  KNOWLEDGE_URL: "policies",
  HELP_CENTER_URL: "help-center",
};

/** A server that somebody else started: it was told the gateway's address once, before any trial. */
describe.each([true, false])("an agent that runs already (hands baggage on: %s)", (propagates) => {
  let server: ChildProcess;
  let gatewayPort: number;

  beforeAll(async () => {
    gatewayPort = await freePort();
    const port = await freePort();
    const addresses = Object.entries(dependencies).map(([variable, name]) => [
      variable,
      `http://127.0.0.1:${gatewayPort}/t/${currentTrial}/${name}`,
    ]);
    server = spawn(process.execPath, [join(root, "fixtures", "agents", "sturdy", "server.ts")], {
      env: { ...process.env, ...Object.fromEntries(addresses), PORT: String(port) },
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (server.stdout) await once(server.stdout, "data");
    writeFileSync(
      join(folder, `${propagates}.yaml`),
      `name: running
kind: http
url: http://127.0.0.1:${port}/tasks
ready: /health
propagates: ${propagates}
systemMap: ${join(root, "fixtures", "support-desk", "system-map.yaml")}
brain: credulous
`,
    );
  });

  afterAll(async () => {
    const ended = once(server, "exit");
    server.kill("SIGKILL");
    await ended;
    if (!propagates) rmSync(folder, { recursive: true });
  });

  it("meets the faults of each trial, and its calls are told apart", async () => {
    const experiments = await loadShipped(["experiments/incorrect-response/stale-policies.yaml"], {
      target: join(folder, `${propagates}.yaml`),
      repeats: 1,
    });
    const { report } = await runInMemory(experiments, { route: "gateway", port: gatewayPort, concurrency: 4 });
    const [result] = report.experiments;
    expect(result?.trials).toEqual({ planned: 20, finished: 20, failed: 0, exposed: 10 });
    expect(result?.outcomes.control.correct).toBe(10);
    expect(result?.outcomes.treatment.correct).toBe(10);
    expect(result?.injections).toMatchObject([{ fault: "stale-results", fired: 10 }]);
  });
});
