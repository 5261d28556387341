import { refuseDatagrams } from "./datagrams.ts";
import { rerouteConnections } from "./reroute.ts";
import { variables } from "./variables.ts";

const mark = Symbol.for("brownout.preload");
const marks = globalThis as { [mark]?: true };

/** Does nothing in a process that no run of Brownout has started, or if it has been done already. */
export function preload(environment: Readonly<Record<string, string | undefined>>): void {
  const port = Number(environment[variables.port]);
  const scope = environment[variables.scope];
  if (marks[mark] || !(port > 0) || !scope) return;
  marks[mark] = true;
  const routed = new Set((environment[variables.routed] ?? "").split(",").filter((one) => one !== ""));
  rerouteConnections({ port, scope, routed });
  refuseDatagrams({ port, scope });
}
