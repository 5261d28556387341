import { z } from "zod";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import { httpCall } from "../http-call.ts";
import { readJson, understood } from "./ask-json.ts";
import type { Asking } from "./contract.ts";

/** How an agent is to be spoken with, as its card says. */
export interface Spoken {
  readonly url: string;
  readonly binding: "JSONRPC" | "HTTP+JSON";
  readonly version: "1.0" | "0.3";
  readonly streams: boolean;
}

const card = z.looseObject({
  capabilities: z.looseObject({ streaming: z.boolean().optional() }).optional(),
  /** 1.0. */
  supportedInterfaces: z
    .array(z.looseObject({ url: z.string(), protocolBinding: z.string(), protocolVersion: z.string().default("1.0") }))
    .optional(),
  /** 0.3. */
  url: z.string().optional(),
  preferredTransport: z.string().optional(),
});
/** Where cards are: of 1.0 and 0.3, and of the versions before. */
const places = ["/.well-known/agent-card.json", "/.well-known/agent.json"];

/**
 * Reads the agent's card. What is called is always at the target's own origin: a card often names a public address, and no
 * question of ours may leave for it.
 */
export async function discover(asking: Asking, preferred: Spoken["binding"] | undefined): Promise<Spoken> {
  const read = understood(card, await fetched(asking), asking, "an agent card");
  const streams = read.capabilities?.streaming ?? false;
  const all = [
    ...(read.supportedInterfaces ?? []).map(({ url, protocolBinding, protocolVersion }) => ({
      url,
      binding: protocolBinding,
      version: protocolVersion.startsWith("0.") ? ("0.3" as const) : ("1.0" as const),
    })),
    ...(read.url === undefined
      ? []
      : [{ url: read.url, binding: read.preferredTransport ?? "JSONRPC", version: "0.3" as const }]),
  ];
  const known = all.flatMap(({ url, binding, version }): Omit<Spoken, "streams">[] =>
    binding === "JSONRPC" || (binding === "HTTP+JSON" && version === "1.0") ? [{ url, binding, version }] : [],
  );
  const chosen = preferred === undefined ? known[0] : known.find(({ binding }) => binding === preferred);
  if (!chosen) {
    const there = all.map(({ binding, version }) => `${binding} ${version}`).join(", ") || "none";
    throw new TargetFailure(
      `Cannot speak with the agent at ${asking.url}: its card offers ${there}; Brownout speaks ${preferred ?? "JSONRPC (1.0, 0.3) and HTTP+JSON (1.0)"}.`,
    );
  }
  const { pathname } = new URL(chosen.url, asking.url);
  const url = new URL(pathname, asking.url).href.replace(/\/$/, "");
  return { ...chosen, url, streams };
}

async function fetched(asking: Asking): Promise<unknown> {
  const { url, headers, signal } = asking;
  let status = 0;
  for (const place of places) {
    const response = await httpCall(url + place, { method: "GET", headers: { ...headers }, signal });
    status = response.statusCode ?? 0;
    if (status === 200) return readJson(response, asking, "an agent card");
    response.destroy();
  }
  const message = `The agent at ${url} has no agent card at ${places[0]}: status ${status}.`;
  throw status >= 500 ? new AgentCrash(message) : new TargetFailure(message);
}
