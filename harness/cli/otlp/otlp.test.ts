import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ReadSpan } from "../../domain/telemetry.ts";
import { collectBody } from "../../domain/wire.ts";
import { readExport } from "../../telemetry/index.ts";
import { cliHere, type Project, project, startCli } from "../../testing/child-cli.ts";

/** A collector, and what it was sent. */
async function collector(status?: number, body = "") {
  const spans: ReadSpan[] = [];
  const headers: string[] = [];
  const server = createServer(async (request, response) => {
    const { method = "", url = "" } = request;
    headers.push(String(request.headers["x-key"]));
    const type = { "content-type": String(request.headers["content-type"]) };
    const read = readExport({ method, url: `http://127.0.0.1${url}`, headers: type, body: await buffer(request) });
    if (body === "cut") {
      // It begins an answer, and hangs up within it.
      response.writeHead(200, { "content-length": "100" }).write("{", () => response.destroy());
      return response;
    }
    if (status !== undefined) return response.writeHead(status, { location: "http://127.0.0.1:1/" }).end(body);
    spans.push(...(read.batch?.spans ?? []));
    return response.writeHead(read.reply.status, read.reply.headers).end((await collectBody(read.reply.body)).bytes);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, spans, headers, [Symbol.dispose]: () => server.close() };
}

describe("report --otlp", { timeout: 60_000 }, () => {
  let folder: Project;
  const report = (...more: readonly string[]) => cliHere(["report", "-o", "runs", ...more], folder.cwd);
  const reportWith = (headers: string, ...more: readonly string[]) =>
    startCli(["report", "-o", "runs", ...more], folder.cwd, { OTEL_EXPORTER_OTLP_HEADERS: headers }).ended;
  beforeAll(async () => {
    folder = project();
    expect((await cliHere(["run", "experiment.yaml", "-q", "-o", "runs"], folder.cwd)).code).toBe(0);
  }, 60_000);
  afterAll(() => folder[Symbol.dispose]());

  it("sends each trial as a trace", async () => {
    using to = await collector();
    const { code, stderr } = await report("--otlp", to.url);
    expect(code, stderr).toBe(0);
    // Twelve trials: the trial, the agent, and the one call that it makes.
    expect(stderr).toBe(`Sent 12 traces with 36 spans to ${to.url}/v1/traces.\n`);
    expect(to.spans).toHaveLength(36);
    expect(new Set(to.spans.map(({ traceId }) => traceId)).size).toBe(12);
    const struck = to.spans.filter(({ events }) => events.some(({ name }) => name === "brownout.fault"));
    expect(struck.map(({ name, status }) => [name, status])).toEqual(
      Array.from({ length: 6 }, () => ["execute_tool GET /orders/:id", "error"]),
    );
  });

  it("sends nothing to another machine unless that is allowed by name", async () => {
    const refused = await report("--otlp", "http://collector.example:4318");
    expect(refused).toMatchObject({ code: 2, stdout: "" });
    expect(refused.stderr).toContain("add --otlp-allow collector.example");
    for (const url of ["http://127.0.0.1.example", "http://[fe80::1]:4318", "http://localhost@10.0.0.1/"])
      expect((await report("--otlp", url)).code, url).toBe(2);
    expect((await report("--otlp", "4318")).stderr).toContain('"4318" is no address of a collector');
  });

  it("refuses secrets where they would be printed, and does not print them", async () => {
    using to = await collector();
    for (const url of [to.url.replace("//", "//me:hunter2@"), "me:hunter2@127.0.0.1:4318"]) {
      const { code, stderr } = await report("--otlp", url);
      expect([code, stderr], url).toEqual([2, expect.stringContaining("OTEL_EXPORTER_OTLP_HEADERS takes them")]);
      expect(stderr).not.toContain("hunter2");
    }
    const broken = await reportWith("x-key=hunter2%0Ahunter3", "--otlp", to.url);
    expect(broken).toMatchObject({ code: 2, stderr: expect.stringContaining("The value of x-key holds a line break") });
    expect(broken.stderr).not.toContain("hunter");
    expect(to.headers).toEqual([]);
  });

  it("says who did not take them, and why", async () => {
    using refusing = await collector(400, '{"code":3,"message":"no such tenant"}');
    using leading = await collector(307);
    using cutting = await collector(200, "cut");
    using colouring = await collector(400, '{"message":"\\u001b[31mred\\nnext"}');
    using partial = await collector(200, '{"partialSuccess":{"rejectedSpans":"3","errorMessage":"too old"}}');
    expect(await report("--otlp", `${refusing.url}/v1/traces`)).toMatchObject({
      code: 5,
      stderr: expect.stringContaining(`sent to ${refusing.url}/v1/traces: it answered 400 (no such tenant).`),
    });
    expect((await report("--otlp", leading.url)).stderr).toContain("it answered 307");
    expect((await report("--otlp", partial.url)).stderr).toContain("it refused 3 spans (too old)");
    expect((await report("--otlp", colouring.url)).stderr).toContain("it answered 400 (red next).");
    expect(await report("--otlp", cutting.url)).toMatchObject({
      code: 5,
      stderr: expect.stringContaining(`could not be sent to ${cutting.url}/v1/traces`),
    });
    expect((await report("--otlp", "http://127.0.0.1:1")).stderr).toMatch(/Is a collector listening there/);
  });
});
