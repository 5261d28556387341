import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { CallDraft, Failure, Reply } from "../../domain/call.ts";
import type { ModelTurn } from "../../domain/conversation.ts";
import { BadRequest, type Protocol } from "../../domain/protocol.ts";
import { isBreak, type Piece, piecesOf, type WireReply, type WireRequest } from "../../domain/wire.ts";
import { bindingOf, callOf, encodeContext } from "./calls.ts";

type Encodable = Extract<Reply, { kind: "answer" | "failure" }>;
export type Respond = (draft: CallDraft, count: number) => Encodable;

export interface Loopback extends AsyncDisposable {
  readonly url: string;
  /** Every request, refused ones included. */
  readonly requests: WireRequest[];
  readonly drafts: CallDraft[];
}

export const answer = (turn: ModelTurn): Encodable => ({ kind: "answer", payload: { kind: "model", turn } });
export const failure = (given: Failure): Encodable => ({ kind: "failure", failure: given });

/** A real server that knows a protocol and nothing else. `basePath` is what clients are told below the host. */
export async function loopback(
  protocol: Protocol,
  respond: Respond,
  { basePath = "", transmit = (pieces: AsyncIterable<Piece>): AsyncIterable<Piece> => pieces } = {},
): Promise<Loopback> {
  const requests: WireRequest[] = [];
  const drafts: CallDraft[] = [];
  const server = createServer((incoming, outgoing) => {
    const parts: Buffer[] = [];
    incoming.on("data", (part: Buffer) => parts.push(part));
    incoming.on("end", () => {
      const headers = Object.fromEntries(
        Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
      );
      const request = {
        method: incoming.method ?? "",
        url: url + (incoming.url ?? ""),
        headers,
        body: Buffer.concat(parts),
      };
      requests.push(request);
      void send(outgoing, reply(request), transmit);
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const binding = bindingOf(url + basePath);

  function reply(request: WireRequest): WireReply {
    const operation = protocol.recognise(request, binding);
    if (operation === undefined) return protocol.standIn?.(request, binding) ?? { status: 418, headers: {}, body: [] };
    // Selectors are checked against this list: what real clients ask for must be on it.
    if (protocol.operations?.(binding.options)?.includes(operation) === false && !operation.includes("/"))
      throw new Error(`"${operation}" is not among the operations of ${protocol.name}.`);
    try {
      const draft = protocol.decodeCall(request, binding);
      drafts.push(draft);
      return protocol.encodeReply(callOf(draft, protocol), respond(draft, drafts.length), binding, encodeContext());
    } catch (error) {
      if (!(error instanceof BadRequest)) throw error;
      const draft: CallDraft = { operation: "", payload: { kind: "tool", request: { arguments: {} } }, stream: false };
      const refusal = failure({ kind: "invalid-request", message: error.message });
      return protocol.encodeReply(callOf(draft, protocol), refusal, binding, encodeContext());
    }
  }
  return {
    url: url + basePath,
    requests,
    drafts,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}

async function send(
  outgoing: ServerResponse,
  wire: WireReply,
  transmit: (pieces: AsyncIterable<Piece>) => AsyncIterable<Piece>,
): Promise<void> {
  outgoing.writeHead(wire.status, wire.headers);
  for await (const piece of transmit(piecesOf(wire.body))) {
    if (isBreak(piece)) break;
    outgoing.write(piece.bytes);
  }
  outgoing.end();
}
