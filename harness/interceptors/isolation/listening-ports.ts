import { readFile } from "node:fs/promises";

/** Where somebody of this machine listens on loopback, from Linux's tables (proc_pid_net(5)): `host port`. */
export async function listeningOnLoopback(): Promise<ReadonlySet<string>> {
  const [four, six] = await Promise.all(
    ["tcp", "tcp6"].map((name) => readFile(`/proc/net/${name}`, "utf8").catch(() => "")),
  );
  return new Set([...readListening(four ?? ""), ...readListening(six ?? "")]);
}

/** Addresses as the kernel prints them: little-endian words in hexadecimal. */
const hosts: Readonly<Record<string, readonly string[]>> = {
  "00000000": ["127.0.0.1"],
  "0100007F": ["127.0.0.1"],
  "00000000000000000000000000000000": ["127.0.0.1", "::1"],
  "00000000000000000000000001000000": ["::1"],
  "0000000000000000FFFF00000100007F": ["127.0.0.1"],
};
const listenState = "0A";

export function readListening(table: string): readonly string[] {
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state] = line.trim().split(/\s+/);
    const [address = "", port = ""] = local.split(":");
    if (state !== listenState) return [];
    return (hosts[address] ?? []).map((host) => `${host} ${Number.parseInt(port, 16)}`);
  });
}
