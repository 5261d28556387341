import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { currentTrial, type Scope } from "../../domain/ports.ts";
import { variables } from "../preload/variables.ts";
import { decodeScope } from "../scope.ts";

const nobody: Scope = { trial: currentTrial };

/**
 * Whose a socket in a namespace is, by its port: the process that has it, or one above it, was handed a scope (proc_pid_net(5),
 * proc_pid_fd(5)). To be asked before the socket is answered: until then its process waits. Nobody's = the only running trial's.
 * @param keeper a process in the namespace.
 */
export function scopeOfPort(keeper: number, kind: "tcp" | "udp", port: number): Scope {
  const inodes = new Set([kind, `${kind}6`].flatMap((table) => inodesAt(read(`/proc/${keeper}/net/${table}`), port)));
  const home = link(`/proc/${keeper}/ns/net`);
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name) || Number(name) === keeper || link(`/proc/${name}/ns/net`) !== home) continue;
    if (holds(Number(name), inodes)) return scopeAbove(Number(name)) ?? nobody;
  }
  return nobody;
}

/** Sockets whose own port this is; `0` has lost its process. */
function inodesAt(table: string, port: number): readonly string[] {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, "0")}`;
  return table.split("\n").flatMap((line) => {
    const fields = line.trim().split(/\s+/);
    const inode = fields[9];
    return fields[1]?.endsWith(wanted) && inode !== undefined && inode !== "0" ? [inode] : [];
  });
}

function holds(pid: number, inodes: ReadonlySet<string>): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some((fd) => {
      const inode = /^socket:\[(\d+)\]$/.exec(link(`/proc/${pid}/fd/${fd}`))?.[1];
      return inode !== undefined && inodes.has(inode);
    });
  } catch {
    return false; // it has ended, or is another user's
  }
}

/** A program may start others with variables of its own choice: those above it still have what they were handed. */
function scopeAbove(first: number): Scope | undefined {
  let pid = first;
  for (let depth = 0; depth < 32 && pid > 1; depth += 1) {
    const given = read(`/proc/${pid}/environ`)
      .split("\0")
      .find((pair) => pair.startsWith(`${variables.scope}=`));
    if (given !== undefined) return decodeScope(given.slice(variables.scope.length + 1));
    // After the name, which may hold anything: state, parent.
    pid = Number(
      read(`/proc/${pid}/stat`)
        .replace(/^.*\) \S /s, "")
        .split(" ")[0],
    );
  }
  return undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return ""; // it has ended, or is another user's
  }
}

function link(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return "";
  }
}
