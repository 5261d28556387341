import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { rootCertificates } from "node:tls";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Interception } from "../domain/ports.ts";
import type { Piece } from "../domain/wire.ts";
import { loadMockttp } from "./mockttp.ts";
import { proxy } from "./proxy.ts";
import { whole } from "./testing/replies.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));
const scope = { trial: "exp/task/1/treatment", performance: "exp/task/1/treatment~task" };
const dependencies = [{ name: "api", url: "https://api.example.test/v1" }];
const tunnels: string[] = [];
const more = Promise.withResolvers<void>();
const left = Promise.withResolvers<void>();
async function* paced(): AsyncIterable<Piece> {
  yield { bytes: Buffer.from("first\n"), mark: "content" };
  await more.promise;
  yield { bytes: Buffer.from("second\n"), mark: "content" };
}
const router = {
  ...scriptedRouter(async ({ method, url, body }, asked, signal) => {
    const { hostname, pathname } = new URL(url);
    if (hostname !== "api.example.test") return { kind: "blocked", message: `blocked ${url}` };
    if (pathname.endsWith("/paced")) return { kind: "reply", wire: { status: 200, headers: {}, body: paced() } };
    if (pathname.endsWith("/reset")) return { kind: "disconnect", code: "reset" };
    if (pathname.endsWith("/never")) {
      await once(signal, "abort");
      left.resolve();
    }
    return whole(200, { method, url, body: Buffer.from(body).toString(), whose: asked?.performance });
  }),
  claims: () => true,
  tunnel(origin: string, _scope: unknown, seen?: "seen") {
    if (seen && new URL(origin).hostname === "api.example.test") return { kind: "pass" } as const;
    tunnels.push(origin);
    return { kind: "blocked", message: `blocked ${origin}` } as const;
  },
};
let open: Interception;
let environment: Record<string, string>;
beforeAll(async () => {
  open = await proxy().open(router);
  environment = open.environment(scope, dependencies);
}, 60_000);
afterAll(() => open[Symbol.asyncDispose]());

const start = (command: string, args: readonly string[], variables = environment) =>
  spawn(command, args, { env: { ...process.env, NODE_OPTIONS: "", ...variables }, stdio: ["ignore", "pipe", "pipe"] });
const printed = (command: string, ...args: string[]): Promise<string> => text(start(command, args).stdout);
const has = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;
const url = "https://api.example.test/v1/it's?a={b}&c=%7C";
const answer = { method: "POST", url: url.replace("{b}", "%7Bb%7D"), body: "hi", whose: scope.performance };

describe("programs that take their proxy and their authorities from the environment", () => {
  it.skipIf(!has("curl"))(
    "curl: asked for as it was written, over TLS that it trusts, by the one whose it is",
    async () => {
      const said = await printed("curl", "-sS", "--globoff", "--data", "hi", "--write-out", " %{remote_ip}", url);
      expect(said).toMatch(/ 127\.0\.0\.1$/);
      expect(JSON.parse(said.slice(0, said.lastIndexOf(" ")))).toEqual({ ...answer, url });
      expect(await printed("curl", "-sS", "http://api.example.test/v1/plain")).toContain(
        '"url":"http://api.example.test/v1/plain"',
      );
    },
  );

  it.skipIf(!has("python3"))("Python's urllib", async () => {
    const program = "import sys, urllib.request as u; print(u.urlopen(sys.argv[1], b'hi').read().decode())";
    expect(JSON.parse(await printed("python3", "-c", program, url))).toMatchObject({
      body: "hi",
      whose: scope.performance,
    });
  });

  it("Node's fetch, and over HTTP/2 what heeds no proxy", async () => {
    const clients = ["fetch", "node:http", "http2"];
    const seen: Record<string, string> = JSON.parse(
      await printed(process.execPath, here("./testing/every-client.ts"), "https://api.example.test/v1/x", ...clients),
    );
    for (const name of clients)
      expect([name, seen[name]]).toEqual([name, expect.stringMatching(/^200 .*api\.example.*~task/)]);
  });

  it.skipIf(!has("curl"))("hear of what is not in the map before anything is said to it", async () => {
    const child = start("curl", ["-sS", "--write-out", "%{remote_ip}", "https://192.0.2.7/v1"]);
    const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(out).toBe("127.0.0.1");
    expect(error).toMatch(/HTTP code 502 from proxy|CONNECT tunnel failed, response 502/);
    expect(tunnels).toEqual(["https://192.0.2.7:443"]);
    const plain = await printed("curl", "-sS", "--write-out", "%{remote_ip}", "http://192.0.2.7:8080/v1");
    expect(plain).toMatch(/blocked http:\/\/192\.0\.2\.7:8080\/v1.*127\.0\.0\.1$/s);
  });

  it.skipIf(!has("curl"))("that do not trust the authority are told of, and hear nothing", async () => {
    const others = join(dirname(environment["SSL_CERT_FILE"] ?? ""), "others.pem");
    writeFileSync(others, rootCertificates[0] ?? "");
    tunnels.length = 0;
    const child = start("curl", ["-sS", "--cacert", others, "https://api.example.test/"]);
    expect(await text(child.stderr)).toMatch(/certificate/);
    await expect.poll(() => tunnels, { timeout: 10_000 }).toEqual(["https://api.example.test:443"]);
  });
});

describe.skipIf(!has("curl"))("what comes back", () => {
  it("streams: the first piece is there before the second is sent", async () => {
    const child = start("curl", ["-sSN", "https://api.example.test/v1/paced"]);
    const [first] = (await once(child.stdout, "data")) as [Buffer];
    expect(first.toString()).toBe("first\n");
    more.resolve();
    expect(await text(child.stdout)).toBe("second\n");
  });

  it("breaks as the gateway breaks it", async () => {
    const child = start("curl", ["-sS", "https://api.example.test/v1/reset"]);
    expect((await once(child, "close"))[0]).toBeGreaterThan(0);
  });

  it("lets the dependency know when the client leaves", async () => {
    const child = start("curl", ["-sS", "https://api.example.test/v1/never"]);
    await expect.poll(() => router.asked.some(({ request }) => request.url.endsWith("/never"))).toBe(true);
    child.kill("SIGKILL");
    await left.promise;
  });
});

describe("what it leaves behind", () => {
  const file = (variables: Record<string, string>): string => variables["SSL_CERT_FILE"] ?? "";
  const portOf = (variables: Record<string, string>): number => Number(new URL(variables["HTTPS_PROXY"] ?? "").port);
  const refused = (port: number, host = "127.0.0.1"): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, host, () => {
        socket.destroy();
        resolve(false);
      });
      socket.once("error", () => resolve(true));
    });

  it("is nothing after its end: no file, no port; and while it is open, only loopback reaches it", async () => {
    const other = await proxy().open(scriptedRouter());
    const variables = other.environment({ trial: "t" }, []);
    expect(readFileSync(file(variables), "utf8")).toMatch(/^-----BEGIN CERTIFICATE-----/);
    expect(readFileSync(file(variables), "utf8")).not.toContain("KEY");
    expect(statSync(dirname(file(variables))).mode & 0o777).toBe(0o700);
    expect(await refused(portOf(variables))).toBe(false);
    const outer = Object.values(networkInterfaces())
      .flatMap((all) => all ?? [])
      .find(({ internal, family }) => !internal && family === "IPv4");
    if (outer) expect(await refused(portOf(variables), outer.address)).toBe(true);
    await other[Symbol.asyncDispose]();
    expect(existsSync(dirname(file(variables)))).toBe(false);
    expect(await refused(portOf(variables))).toBe(true);
  }, 60_000);
});

it("says how mockttp is installed where it is not", async () => {
  await expect(loadMockttp(() => Promise.reject(new Error("Cannot find package")))).rejects.toThrow(
    /"interception: proxy".*mockttp is not installed.*npm install --save-dev mockttp/s,
  );
});
