import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Interception } from "../domain/ports.ts";
import { preloading } from "./preloading.ts";
import { whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "brownout-preload-"));
const scope = { trial: "exp/task/1/treatment", performance: "exp/task/1/treatment~task" };
const dependencies = [{ name: "api", url: "https://api.example.test/v1" }];
const tunnels: string[] = [];
const router = {
  ...scriptedRouter(({ method, url, version }, asked) =>
    new URL(url).hostname === "api.example.test"
      ? whole(200, { method, url, version, whose: asked?.performance })
      : { kind: "blocked", message: `blocked ${url}` },
  ),
  claims: () => true,
  tunnel(origin: string) {
    tunnels.push(origin);
    return { kind: "blocked", message: `blocked ${origin}` } as const;
  },
};
let open: Interception;
beforeAll(async () => {
  open = await preloading().open(router);
});
afterAll(async () => {
  await open[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

/** What every client of a process makes of an address, and to which other machines it would have opened a socket. */
async function inChild(environment: Record<string, string>, url: string, ...clients: string[]) {
  const watched = join(folder, randomUUID());
  const child = spawn(
    process.execPath,
    ["--import", here("./testing/watch-sockets.ts"), here("./testing/every-client.ts"), url, ...clients],
    {
      env: { ...process.env, NODE_OPTIONS: "", ...environment, WATCHED_SOCKETS: watched },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const seen: Record<string, string> = JSON.parse(await text(child.stdout));
  return { seen, opened: existsSync(watched) ? readFileSync(watched, "utf8").split("\n").slice(0, -1) : [] };
}
const http1 = ["fetch", "undici fetch", "undici request", "undici Agent", "node:http"];

describe("a Node program with the preload", () => {
  it("asks the gateway, by whichever client, where it asks for another machine", async () => {
    const { seen, opened } = await inChild(open.environment(scope, dependencies), "https://api.example.test/v1/x?y=1");
    const answer = (version: string) =>
      `200 ${JSON.stringify({ method: "GET", url: "https://api.example.test/v1/x?y=1", version, whose: scope.performance })}`;
    expect(seen).toEqual({
      ...Object.fromEntries(http1.map((name) => [name, answer("1.1")])),
      http2: answer("2").replace("?y=1", ""),
      net: "ECONNRESET",
      tls: "ECONNRESET",
      dgram: "BROWNOUT_BLOCKED",
    });
    expect(opened).toEqual([]);
    expect(tunnels.sort()).toEqual([
      "http://api.example.test:443",
      "https://api.example.test",
      "udp://api.example.test:8125",
    ]);
  });

  it("opens no socket to a machine that the map does not name, whatever the port, and the name is told", async () => {
    const names = [...http1, "http2", "net", "dgram"];
    const { seen, opened } = await inChild(open.environment(scope, dependencies), "http://192.0.2.7:8080/", ...names);
    for (const name of http1)
      expect([name, seen[name]]).toEqual([name, expect.stringMatching(/^502 .*blocked http:\/\/192/)]);
    expect(seen["http2"]).toMatch(/^502 .*blocked http:\/\/192\.0\.2\.7:8080/);
    expect([seen["net"], seen["dgram"]]).toEqual(["ECONNRESET", "BROWNOUT_BLOCKED"]);
    expect(opened).toEqual([]);
    expect(tunnels).toEqual(expect.arrayContaining(["http://192.0.2.7:8080", "udp://192.0.2.7:8125"]));
  });

  it("would have opened one for each of them without it: the watch bites", async () => {
    const { opened } = await inChild({}, "http://192.0.2.7:8080/", ...http1, "http2", "net");
    expect(opened).toEqual(Array.from({ length: http1.length + 2 }, () => "192.0.2.7"));
  });

  it("leaves loopback alone, but for what the map says is a dependency there", async () => {
    const server = createServer((_request, response) => response.end("its own")).listen(0, "127.0.0.1");
    await new Promise((resolve) => server.once("listening", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const own = await inChild(open.environment(scope, dependencies), `${url}/`, ...http1);
    expect(own.seen).toEqual(Object.fromEntries(http1.map((name) => [name, "200 its own"])));
    const declared = await inChild(open.environment(scope, [{ name: "local", url }]), `${url}/`, "fetch");
    expect(declared.seen["fetch"]).toMatch(/^502 .*blocked http:\/\/127/);
    server.closeAllConnections();
    server.close();
  });
});
