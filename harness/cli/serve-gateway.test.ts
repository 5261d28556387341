import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunEvent } from "../domain/events.ts";
import { loadExperiments } from "../load/index.ts";
import { cliHere, type Project, project } from "../testing/child-cli.ts";
import { freePort } from "../testing/free-port.ts";
import { quietIo } from "../testing/quiet-io.ts";
import { small } from "../testing/small-project.ts";
import { registry } from "./registry.ts";
import { serveGateway } from "./serve-gateway.ts";

/** The gateway as its command starts it, with what it prints. */
async function opened(folder: Project, out = "runs") {
  const [experiment] = await loadExperiments([join(folder.cwd, "experiment.yaml")], registry, { cwd: folder.cwd });
  if (!experiment) throw new Error("There is no experiment.");
  const closing = new AbortController();
  const ready = Promise.withResolvers<void>();
  const text = { out: "", err: "" };
  const io = quietIo(folder.cwd, {
    signal: closing.signal,
    out: (part) => {
      text.out += part;
      if (text.out.includes("Ctrl-C ends it")) ready.resolve();
    },
    err: (part) => {
      text.err += part;
    },
  });
  const serving = serveGateway(experiment, { port: 0, for: 60_000, calm: true, out }, io);
  await Promise.race([ready.promise, serving]);
  const variables: Record<string, string> = Object.fromEntries(
    [...text.out.matchAll(/^ {2}export (\w+)='?(.*?)'?$/gm)].map(([, name = "", value = ""]) => [name, value]),
  );
  return {
    text,
    variables,
    close(): Promise<void> {
      closing.abort(new Error("SIGINT"));
      return serving;
    },
  };
}

describe("the gateway that stands alone", () => {
  it("says why a call cannot be answered, to the client and to the terminal, and goes on", async () => {
    using folder = project({});
    const gateway = await opened(folder);
    for (let time = 0; time < 2; time += 1) {
      const reply = await fetch(`${gateway.variables["ORDERS_URL"]}/orders/nobody/answers/this`, { method: "DELETE" });
      expect([reply.status, await reply.text()]).toEqual([502, expect.stringContaining("Nothing answers DELETE")]);
    }
    await gateway.close();
    expect(gateway.text.err.match(/Nothing answers DELETE/g)).toHaveLength(2);
  });
});

describe("the telemetry of an agent that somebody else started", { timeout: 120_000 }, () => {
  const told = (folder: Project, type: RunEvent["type"]): readonly RunEvent[] =>
    folder.events().filter((event) => event.type === type);

  /** OpenTelemetry's own SDK and exporter, with the variables that the gateway printed. */
  async function tracedAgent(variables: Readonly<Record<string, string>>) {
    const port = await freePort();
    const server = spawn(process.execPath, [join(import.meta.dirname, "../testing/targets/traced-server.ts")], {
      env: { ...process.env, ...variables, PORT: String(port) },
      stdio: "inherit",
    });
    const address = `http://127.0.0.1:${port}/`;
    const isThere = (): Promise<boolean> =>
      fetch(address).then(
        (reply) => reply.ok,
        () => false,
      );
    await expect.poll(isThere, { timeout: 60_000 }).toBe(true);
    return {
      ask: async (): Promise<unknown> => (await fetch(address, { method: "POST" })).json(),
      async [Symbol.asyncDispose]() {
        const ended = once(server, "exit");
        server.kill("SIGKILL");
        await ended;
      },
    };
  }

  it("is held against the calls: those without a span and spans without a call are named", async () => {
    using folder = project({
      "system-map.yaml": small["system-map.yaml"].replace(
        "mocks:",
        "  claude: { boundary: model, protocol: anthropic, url: https://api.anthropic.com, env: CLAUDE_URL }\nmocks:",
      ),
      "target.yaml": `${small["target.yaml"]}brain: passthrough\n`,
    });
    const gateway = await opened(folder);
    await using agent = await tracedAgent(gateway.variables);
    expect(await agent.ask()).toEqual({ answer: "Your order is shipped." });
    await fetch(`${gateway.variables["ORDERS_URL"]}/orders/2`);
    // Told of a model that nobody called here.
    const span = {
      traceId: "0af7651916cd43dd8448eb211c80319c",
      spanId: "b7ad6b7169203331",
      name: "chat elsewhere",
      kind: 3,
      startTimeUnixNano: `${Date.now()}000000`,
      endTimeUnixNano: `${Date.now()}000000`,
      attributes: [{ key: "gen_ai.operation.name", value: { stringValue: "chat" } }],
    };
    const sent = await fetch(gateway.variables["OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"] ?? "", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] }),
    });
    expect(sent.status).toBe(200);
    await expect.poll(() => told(folder, "span-received").length, { timeout: 10_000 }).toBe(2);
    await gateway.close();
    const bare = /Its own telemetry: 1 of 2 calls on the wire has no span: tool:orders\.GET \/orders\/:id\[2\]#1 at \d/;
    const without = /1 span of a model request without a call on the wire: chat elsewhere at \d/;
    expect(gateway.text.out).toMatch(
      /Closed after \S+: 2 calls, 0 faults fired, 0 calls to undeclared hosts blocked\./,
    );
    expect(gateway.text.out).toMatch(bare);
    expect(gateway.text.out).toMatch(without);
    for (const asked of [
      ["report", "latest"],
      ["explain", "latest", "trace-coverage"],
      ["explain", "latest", "E29"],
    ]) {
      const { stdout } = await cliHere([...asked, "-o", "runs"], folder.cwd);
      const line = stdout.replace(/\s+/g, " ");
      expect(line).toMatch(bare);
      expect(line).toMatch(without);
    }
  });

  it("cannot be told of where there is none", async () => {
    using folder = project({});
    const gateway = await opened(folder, "Ada's runs");
    await fetch(`${gateway.variables["ORDERS_URL"]}/orders/2`);
    await gateway.close();
    expect(gateway.text.out).toContain(
      "Its own telemetry: cannot tell, it sent no spans. Start the agent with the OTEL_",
    );
    expect(gateway.text.out).toMatch(/^Again: brownout report \S+ -o 'Ada'\\''s runs' · brownout explain/m);
    const { stdout } = await cliHere(["explain", "latest", "E29", "-o", "Ada's runs"], folder.cwd);
    expect(stdout).toContain("cannot tell, it sent no spans");
  });
});
