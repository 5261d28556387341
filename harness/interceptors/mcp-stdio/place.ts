import { readFileSync } from "node:fs";
import { stdioVariable } from "../../domain/system-map.ts";
import { encodeScope } from "../scope.ts";

/** Where the messages of one server go in a trial. */
export interface Place {
  readonly dependency: string;
  /** Of the gateway. */
  readonly address: string;
  /** Whose calls they are, if the target was told. */
  readonly scope: string | undefined;
}
type Environment = Readonly<Record<string, string | undefined>>;

/** By hand, as whatever is loaded here delays the start of the server. */
function addressesIn(text: string): Readonly<Record<string, string>> | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const fits = (address: unknown): boolean =>
    typeof address === "string" && /^http:\/\/127\.0\.0\.1:\d+\//.test(address);
  if (typeof value !== "object" || value === null || !Object.values(value).every(fits)) return undefined;
  return value as Readonly<Record<string, string>>;
}

/**
 * Where the messages of the server called `as` go; undefined outside of a trial.
 * @throws {Error} inside a trial whose system map has no such server, or several and none is named: nothing may go around the gateway.
 */
export function placeOf(
  as: string | undefined,
  own: Environment,
  ancestors = ancestorsEnvironments,
): Place | undefined {
  const environment = [own, ...(own[stdioVariable] === undefined ? ancestors() : [])].find(
    (one) => one[stdioVariable] !== undefined,
  );
  if (environment === undefined) return undefined;
  const known = addressesIn(environment[stdioVariable] ?? "");
  if (known === undefined)
    throw new Error(`${stdioVariable} must be a JSON object of gateway addresses by dependency, as Brownout sets it.`);
  const names = Object.keys(known);
  const dependency = as ?? (names.length === 1 ? names[0] : undefined);
  const address = dependency === undefined ? undefined : known[dependency];
  if (dependency === undefined || address === undefined) {
    const what = as === undefined ? "It must be told which one this is" : `The system map has no server "${as}"`;
    throw new Error(
      `${what}: write "brownout mcp --as NAME -- COMMAND" with one of the dependencies at stdio: addresses, ${names.join(", ")}.`,
    );
  }
  const { BROWNOUT_TRIAL: trial, BROWNOUT_PERFORMANCE: performance } = environment;
  const scope = trial && performance ? encodeScope({ trial, performance }) : undefined;
  return { dependency, address, scope };
}

/**
 * MCP clients start servers with a few variables of their choice, so what the agent was told does not always arrive. The processes
 * above us, the agent among them, still have it, where the system shows it (Linux): nearest first.
 */
function* ancestorsEnvironments(): Iterable<Environment> {
  let pid = process.ppid;
  for (let depth = 0; depth < 32 && pid > 1; depth += 1) {
    let parent: number;
    try {
      const parts = readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
      yield Object.fromEntries(parts.flatMap((part) => (part.startsWith("BROWNOUT_") ? [split(part)] : [])));
      // After the name, which may hold anything: state, parent.
      parent = Number(
        readFileSync(`/proc/${pid}/stat`, "utf8")
          .replace(/^.*\) \S /s, "")
          .split(" ")[0],
      );
    } catch {
      return; // another user's, or no such file system
    }
    pid = parent;
  }
}

const split = (part: string): [string, string] => {
  const at = part.indexOf("=");
  return [part.slice(0, at), part.slice(at + 1)];
};
