import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { expect, it } from "vitest";
import { processesWith, project, startCli, until } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

/** Writes down what it is handed, calls its dependency through the proxy, and hangs with a process of its own beside it. */
const agent = (mark: string) => `import { spawn } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
process.on("SIGTERM", () => {});
spawn(process.execPath, ["-e", "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)", "${mark}"], { stdio: "ignore" });
const called = await fetch("https://orders.test/orders/1").then((response) => response.status, String);
writeFileSync("handed.new", JSON.stringify({ called, ...process.env }));
renameSync("handed.new", "handed.json");
setInterval(() => {}, 1000);
`;
const files = (mark: string) => ({
  "experiment.yaml": small["experiment.yaml"]
    .replace("target.yaml", "proxied.yaml")
    .replace("repeats: 3", "repeats: 1"),
  "proxied.yaml": `name: small\nkind: command\ncommand: [node, agent.mjs, ${mark}]\ninterception: proxy\nsystemMap: system-map.yaml\n`,
  "system-map.yaml": small["system-map.yaml"].replace("http://orders.test", "https://orders.test"),
  "mocks.ts": small["mocks.ts"].replace("http://orders.test", "https://orders.test"),
  "agent.mjs": agent(mark),
});

const refused = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(false);
    });
    socket.once("error", (error: NodeJS.ErrnoException) => resolve(error.code === "ECONNREFUSED"));
  });
/** Ports at which a process of this machine listens on any address (Linux). */
const listening = (pid: number): readonly number[] => {
  const sockets = new Set(
    readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? [];
      } catch {
        return [];
      }
    }),
  );
  return ["tcp", "tcp6"].flatMap((table) =>
    readFileSync(`/proc/net/${table}`, "utf8")
      .split("\n")
      .map((line) => line.trim().split(/\s+/))
      .filter((fields) => fields[3] === "0A" && sockets.has(fields[9] ?? ""))
      .map((fields) => Number.parseInt(fields[1]?.split(":")[1] ?? "", 16)),
  );
};

it.concurrent.each(["SIGKILL", "SIGINT"] as const)(
  "a run through the proxy that is ended by %s leaves no process, no port and no authority",
  async (signal) => {
    const mark = `brownout-proxy-mark-${process.pid}-${signal}`;
    using folder = project(files(mark));
    const { child, ended } = startCli(["run", "experiment.yaml", "-q", "-o", "runs", "-c", "1"], folder.cwd, {
      TMPDIR: folder.cwd,
    });
    const handed = join(folder.cwd, "handed.json");
    await until(() => existsSync(handed), "the agent's word").catch(() => until(() => existsSync(handed), "its word"));
    const { called, HTTPS_PROXY = "", NODE_EXTRA_CA_CERTS = "" } = JSON.parse(readFileSync(handed, "utf8"));
    expect(called).toBe(200);
    expect(existsSync(NODE_EXTRA_CA_CERTS)).toBe(true);
    const ports = listening(child.pid ?? 0);
    expect(ports).toContain(Number(new URL(HTTPS_PROXY).port));
    expect(ports.length).toBeGreaterThanOrEqual(2);
    expect(processesWith(mark).length).toBeGreaterThanOrEqual(2);

    child.kill(signal);
    expect(await ended).toMatchObject(signal === "SIGKILL" ? { signal } : { code: 130, signal: null });
    await until(() => processesWith(mark).length === 0, "the end of every process of the agent");
    await until(() => processesWith(folder.cwd).length === 0, "the end of whoever waits for them");
    expect(await Promise.all(ports.map(refused))).toEqual(ports.map(() => true));
    expect(existsSync(NODE_EXTRA_CA_CERTS)).toBe(false);
    expect(readdirSync(folder.cwd).filter((name) => name.startsWith("brownout-"))).toEqual([]);
  },
  90_000,
);
