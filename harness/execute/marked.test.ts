import { expect, it } from "vitest";
import { decodeText, encodeText, isBreak, type Piece, piecesOf } from "../domain/wire.ts";
import { mcp } from "../protocols/mcp/index.ts";
import { marked } from "./marked.ts";

it("a mock's stream comes in the protocol's frames, and breaks where it broke", async () => {
  async function* body(): AsyncIterable<Piece> {
    const text = 'data: {"jsonrpc":"2.0","method":"x"}\n\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n: half';
    yield { bytes: encodeText(text.slice(0, 10)), mark: "content" };
    yield { bytes: encodeText(text.slice(10)), mark: "content" };
    yield { ending: "reset" };
  }
  const wire = marked({ status: 200, headers: { "content-type": "text/event-stream" }, body: body() }, mcp);
  const seen: string[] = [];
  for await (const piece of piecesOf(wire.body))
    seen.push(isBreak(piece) ? piece.ending : `${piece.mark} ${decodeText(piece.bytes).trim()}`);
  expect(seen).toEqual([
    'content data: {"jsonrpc":"2.0","method":"x"}',
    'close data: {"jsonrpc":"2.0","id":1,"result":{}}',
    "comment : half",
    "reset",
  ]);
});
