import type { Call, CallDraft } from "../../domain/call.ts";
import type { Binding, EncodeContext, Protocol } from "../../domain/protocol.ts";
import { collectBody, encodeText, type WireReply, type WireRequest } from "../../domain/wire.ts";

export const bindingOf = (url: string, options: Binding["options"] = {}): Binding => ({
  dependency: "dep",
  url,
  options,
});

export function encodeContext(): EncodeContext {
  let count = 0;
  return {
    id: (prefix) => {
      count += 1;
      return `${prefix}${String(count).padStart(24, "0")}`;
    },
    nowSeconds: 1_795_000_000,
  };
}

export const requestOf = (
  method: string,
  url: string,
  body?: unknown,
  headers: Record<string, string> = {},
): WireRequest => ({
  method,
  url,
  headers: { "content-type": "application/json", ...headers },
  body: body === undefined ? new Uint8Array() : encodeText(typeof body === "string" ? body : JSON.stringify(body)),
});

export const callOf = (draft: CallDraft, protocol: Protocol): Call => ({
  ...draft,
  boundary: protocol.boundary,
  dependency: "dep",
  protocol: protocol.name,
  occurrence: 1,
  attempt: 1,
  address: "",
  trial: "trial",
  performance: "trial~task",
  at: 0,
});

/** A wire reply as `decodeReply` takes it. */
export async function joined(
  wire: WireReply,
): Promise<{ status: number; headers: WireReply["headers"]; bytes: Uint8Array }> {
  const { bytes } = await collectBody(wire.body);
  return { status: wire.status, headers: wire.headers, bytes };
}
