import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { Socket as DatagramSocket } from "node:dgram";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { Server, Socket } from "node:net";
import { fileURLToPath } from "node:url";
import type { HolderReply, HolderRequest } from "./requests.ts";

/** A network of its own with nothing in it but loopback (network_namespaces(7)), and a process of ours that keeps it. */
export interface Namespace {
  /** The process that keeps it. */
  readonly keeper: number;
  /** The command that starts a program in it, as the user that we are. */
  command(program: readonly string[], cwd: string): readonly string[];
  listen(host: string, port: number): Promise<Server>;
  datagrams(host: string, port: number): Promise<DatagramSocket>;
  connect(host: string, port: number): Promise<Socket>;
  /** The process that keeps it has ended: nobody can be started in it any more. */
  gone(): boolean;
  close(): Promise<void>;
}

/**
 * Loopback on; every other address is loopback's too, so that what calls a number meets us. Names are asked of us alone, without
 * search domains: neither the machine's resolver nor a daemon beside it. Mounts are seen in here only, and their files are gone from
 * the disk before anything runs.
 */
const script = `fail() { echo "$1" >&2; exit 1; }
ip link set lo up 2>/dev/null || ifconfig lo up 2>/dev/null ||
  { mount -t sysfs sysfs /sys && echo 0x49 >/sys/class/net/lo/flags && umount /sys; } 2>/dev/null ||
  fail "its loopback cannot be switched on: neither ip nor ifconfig is there, and /sys is closed"
ip route add local 0.0.0.0/0 dev lo 2>/dev/null
cover() {
  file=$(mktemp) && cat >"$file" && chmod 644 "$file" && mount --bind "$file" "$1" && rm "$file" || fail "$1 cannot be covered"
}
[ ! -e /etc/resolv.conf ] || printf 'nameserver 127.0.0.1\\noptions ndots:0\\n' | cover /etc/resolv.conf
[ ! -e /etc/nsswitch.conf ] || sed 's/^hosts:.*/hosts: files dns/' /etc/nsswitch.conf | cover /etc/nsswitch.conf
[ ! -e /var/run/nscd/socket ] || mount --bind /dev/null /var/run/nscd/socket
exec "$@"`;

/** The same file from the sources and from the built package. */
function holderFile(): string {
  const built = fileURLToPath(new URL("./holder.js", import.meta.url));
  return existsSync(built) ? built : fileURLToPath(new URL("./holder.ts", import.meta.url));
}

/**
 * A user who is not root needs a user namespace for it; root needs none, and keeps its rights over everybody's files without.
 * @throws {Error} that says why this machine has none to give.
 */
export async function openNamespace(): Promise<Namespace> {
  if (process.platform !== "linux") throw new Error(`${process.platform} has no network namespaces`);
  const reasons: unknown[] = [];
  for (const asUser of process.getuid?.() === 0 ? [false, true] : [true]) {
    try {
      return await open(asUser);
    } catch (error) {
      reasons.push(error);
    }
  }
  throw reasons.at(-1);
}

async function open(asUser: boolean): Promise<Namespace> {
  const map = asUser ? ["--user", "--map-root-user"] : [];
  const holder = spawn(
    "unshare",
    [...map, "--net", "--mount", "--", "/bin/sh", "-c", script, "sh", process.execPath, holderFile(), `${process.pid}`],
    // In a session of its own, so that Ctrl-C passes it by; without the variables that load code into Node.
    { stdio: ["ignore", "ignore", "pipe", "ipc"], detached: true, env: { PATH: process.env["PATH"] }, cwd: "/" },
  );
  let said = "";
  holder.stderr?.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const close = async (): Promise<void> => {
    if (holder.exitCode !== null || holder.signalCode !== null || holder.pid === undefined) return;
    const ended = once(holder, "exit");
    holder.ref();
    holder.kill("SIGKILL");
    await ended;
  };
  const ask = asker(holder);
  try {
    await ready(holder, () => said);
    const user = asUser ? ["--user", "--preserve-credentials"] : [];
    const back = asUser
      ? ["unshare", "--user", `--map-user=${process.getuid?.()}`, `--map-group=${process.getgid?.()}`, "--"]
      : [];
    const command: Namespace["command"] = (program, cwd) => [
      ...["nsenter", `--target=${holder.pid}`, ...user, "--net", "--mount", `--wd=${cwd}`, "--", ...back],
      ...program,
    ];
    const [tool = "", ...rest] = command(["/bin/sh", "-c", ":"], "/");
    const tried = spawnSync(tool, rest, { encoding: "utf8" });
    if (tried.status !== 0) throw new Error(lastLine(tried.stderr ?? "") || `${tool} cannot enter it`);
    holder.unref();
    holder.channel?.unref();
    return {
      keeper: holder.pid ?? 0,
      command,
      listen: (host, port) => ask({ what: "listen", host, port }, Server),
      datagrams: (host, port) => ask({ what: "datagrams", host, port }, DatagramSocket),
      connect: (host, port) => ask({ what: "connect", host, port }, Socket),
      gone: () => !holder.connected,
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Sends requests and hands out the sockets that come back for them. */
function asker(holder: ChildProcess) {
  const waiting = new Map<number, (reply: { readonly error?: string }, handle: unknown) => void>();
  let last = 0;
  const end = (): void => {
    for (const settle of waiting.values()) settle({ error: "the namespace has gone" }, undefined);
    waiting.clear();
  };
  holder.on("message", (message, handle) => {
    const reply = message as HolderReply;
    if (!("id" in reply)) return;
    waiting.get(reply.id)?.(reply, handle);
    waiting.delete(reply.id);
    if (waiting.size === 0) holder.channel?.unref();
  });
  holder.once("disconnect", end);
  return <T>(request: Omit<HolderRequest, "id">, kind: abstract new (...given: never[]) => T): Promise<T> =>
    new Promise((resolve, reject) => {
      last += 1;
      const id = last;
      waiting.set(id, ({ error }, handle) => {
        if (handle instanceof kind) resolve(handle);
        else reject(Object.assign(new Error(`${request.host}:${request.port}: ${error}`), { code: error }));
      });
      holder.channel?.ref();
      holder.send({ id, ...request }, (error) => {
        if (error) end();
      });
    });
}

function ready(holder: ChildProcess, said: () => string): Promise<void> {
  return new Promise((resolve, reject) => {
    holder.once("message", () => resolve());
    holder.once("error", (error: NodeJS.ErrnoException) =>
      reject(new Error(error.code === "ENOENT" ? "the program unshare is not on PATH" : error.message)),
    );
    holder.once("close", (code) => reject(new Error(lastLine(said()) || `unshare exited with code ${code}`)));
  });
}

const lastLine = (text: string): string => text.trim().split("\n").at(-1) ?? "";
