import { spawn } from "node:child_process";
import http from "node:http";
import net, { type AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import type { Interception, RouteResult, Scope } from "../../domain/ports.ts";
import { processesWith } from "../../testing/child-cli.ts";
import { gateway } from "../gateway.ts";
import { noNamespaces, orSkipped } from "../testing/namespaces.ts";
import { whole } from "../testing/replies.ts";
import { scriptedRouter } from "../testing/scripted-router.ts";
import { isolating } from "./index.ts";
import { namespacePool } from "./pool.ts";

const scope = { trial: "exp/task/1/treatment", performance: "exp/task/1/treatment~task" };
const dependency = { name: "dep", url: "http://known.test:8123/v1", env: "DEP_URL" };
const seen: string[] = [];
let interception: Interception;
let pool = namespacePool();

async function open(answer: (url: string) => RouteResult = (url) => whole(200, { url })) {
  seen.length = 0;
  const whose = (given: Scope | undefined): string => (given?.performance === scope.performance ? "" : " of nobody");
  const router = {
    ...scriptedRouter(({ url }, given) => {
      seen.push(`request ${url}${whose(given)}`);
      return answer(url);
    }),
    claims: () => true,
    tunnel: (origin: string, given: Scope | undefined): RouteResult => {
      seen.push(`tunnel ${origin}${whose(given)}`);
      return { kind: "blocked", message: "no" };
    },
    lookup: (host: string, given: Scope | undefined) => {
      seen.push(`lookup ${host}${whose(given)}`);
      return host === "known.test";
    },
  };
  interception = await isolating(gateway(), "network", pool).open(router);
}
afterEach(async () => {
  await interception?.[Symbol.asyncDispose]();
  await pool.close();
  pool = namespacePool();
});

/** What a shell prints in there, and its exit code. */
async function inside(line: string, listensAt?: { host: string; port: number }, whose: Scope = scope) {
  const environment = interception.environment(whose, [dependency]);
  const place = await interception.isolation?.enter(listensAt);
  const [program = "", ...args] = place?.command(["sh", "-c", line], import.meta.dirname) ?? [];
  const child = spawn(program, args, { env: { ...process.env, ...environment, NODE_OPTIONS: "" } });
  let said = "";
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (said += part));
  const ended = new Promise<{ said: string; code: number | null }>((resolve) =>
    child.on("close", (code) => void place?.leave().then(() => resolve({ said, code }))),
  );
  return { child, ended };
}
const run = async (line: string, whose = scope as Scope) => (await inside(line, undefined, whose)).ended;
const listen = (server: net.Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));

describe.skipIf(noNamespaces !== undefined)(`a program in a network of its own${orSkipped}`, () => {
  it("finds no name but those of the map, whatever it makes of its proxy, and each is told once", async () => {
    await open();
    const { said, code } = await run(
      `curl --noproxy '*' -sS https://other.test/; curl --noproxy '*' -sS https://other.test/; getent hosts a.b.other.test; exit 7`,
    );
    expect(code).toBe(7);
    expect(said.match(/Could not resolve host: other\.test/g)).toHaveLength(2);
    expect(seen).toEqual(["lookup other.test", "lookup a.b.other.test"]);
  });

  it("meets the gateway where it calls a number, and a dependency of the map at any of its ports", async () => {
    await open();
    const { said } = await run(
      "curl --noproxy '*' -sS https://192.0.2.1/; curl --noproxy '*' -sS http://known.test:8123/v1/x; curl --noproxy '*' -sS http://known.test/y",
    );
    expect(said).toMatch(/reset by peer|SSL_ERROR_SYSCALL|Couldn't connect/i);
    expect(said).toContain('"url":"http://known.test:8123/v1/x"');
    expect(said).toContain('"url":"http://known.test/y"');
    expect(seen).toContain("tunnel https://192.0.2.1:443");
    expect(seen.filter((line) => line.includes("nobody"))).toEqual([]);
  });

  it("keeps its folder, its user, its exit code and its addresses, and feels how a connection breaks", async () => {
    await open((url) => (url.endsWith("/reset") ? { kind: "disconnect", code: "reset" } : whole(200, { url })));
    const { said, code } = await run(`pwd; id -u; curl -sS $DEP_URL/ok; curl -sS $DEP_URL/reset; exit 3`);
    expect(code).toBe(3);
    expect(said).toContain(`${import.meta.dirname}\n${process.getuid?.()}\n`);
    expect(said).toContain('"url":"http://dependency.example/v1/ok"');
    expect(said).toMatch(/Connection reset by peer/);
  });

  it("reaches who listens on this machine's loopback, and nobody else there", async () => {
    await open();
    const server = http.createServer((_request, response) => response.end("a neighbour"));
    const port = await listen(server);
    const { said } = await run(`curl --noproxy '*' -sS http://127.0.0.1:${port}/`);
    expect(said).toBe("a neighbour");
    server.close();
    const after = await run(`curl --noproxy '*' -sS http://127.0.0.1:${port}/`);
    expect(after.said).toMatch(/Failed to connect|refused/i);
  });

  it("is reached by the gateway where it listens itself, whatever listens there outside", async () => {
    await open(() => ({ kind: "pass" }));
    const outside = http.createServer((_request, response) => response.end("a neighbour"));
    const port = await listen(outside);
    const server = `require("http").createServer((q, s) => s.end("from within")).listen(0, "127.0.0.1", function () { console.log(this.address().port); })`;
    const { said } = await run(
      `node -e '${server}' >ports & trap "kill $!; rm ports" EXIT; until [ -s ports ]; do sleep 0.05; done
       for port in $(cat ports) ${port}; do curl -sS --noproxy '' -x $http_proxy http://127.0.0.1:$port/; done`.replaceAll(
        "ports",
        `/tmp/brownout-ports-${process.pid}`,
      ),
    );
    expect(said).toBe("from withina neighbour");
    outside.close();
  });

  it("is asked from outside at its own port", async () => {
    await open();
    const free = net.createServer();
    const port = await listen(free);
    await new Promise((resolve) => free.close(resolve));
    const { child, ended } = await inside(
      `exec node -e 'require("http").createServer((q, s) => s.end("from within")).listen(${port}, "127.0.0.1")'`,
      { host: "127.0.0.1", port },
    );
    const ask = (): Promise<string> =>
      fetch(`http://127.0.0.1:${port}/`).then(
        (response) => response.text(),
        () => new Promise<string>((resolve) => setTimeout(resolve, 20)).then(ask),
      );
    expect(await ask()).toBe("from within");
    child.kill();
    await ended;
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  });

  it("is known by what it was handed, beside others in there", async () => {
    await open();
    const line = "env -i sh -c 'getent hosts its.test'; sleep 1";
    const other = { trial: "exp/task/2/treatment" };
    await Promise.all([run(line), run(line.replace("its", "another"), other)]);
    expect(seen.toSorted()).toEqual(["lookup another.test of nobody", "lookup its.test"]);
  });

  it("leaves nothing: each place is taken again, and all go in the end", async () => {
    await open();
    const holders = (): number => processesWith(`holder.ts\0${process.pid}\0`).length;
    const [before] = [holders()];
    for (let time = 0; time < 4; time += 1) await run(":");
    expect(before).toBeGreaterThan(0);
    expect(holders()).toBe(1);
    await interception[Symbol.asyncDispose]();
    await open();
    await run(":");
    expect(holders()).toBe(1);
    await interception[Symbol.asyncDispose]();
    await pool.close();
    expect(holders()).toBe(0);
  });
});

describe("where there is none to be had", () => {
  const without = async <T>(body: () => Promise<T>): Promise<T> => {
    const path = process.env["PATH"];
    process.env["PATH"] = "/nowhere";
    try {
      return await body();
    } finally {
      process.env["PATH"] = path;
    }
  };

  it("says so, and starts programs as before", async () => {
    interception = await without(() => isolating(gateway(), "automatic", pool).open(scriptedRouter()));
    expect(interception.isolation).toBeUndefined();
    expect(interception.isolated).toEqual({
      kind: "none",
      reason: expect.stringMatching(/^this machine gives no network namespace: ./),
    });
  });

  it("does not start if it must", async () => {
    await expect(without(() => isolating(gateway(), "network", pool).open(scriptedRouter()))).rejects.toThrow(
      /^Cannot isolate the target: .*\. Allow network namespaces/,
    );
  });
});
