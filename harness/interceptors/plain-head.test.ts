import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readPlainHead } from "./plain-head.ts";

const read = (text: string) => readPlainHead(Buffer.from(text, "latin1"));
const asked = (...lines: string[]) => read(["POST /a?b=c HTTP/1.1", "Host: x", ...lines, "", ""].join("\r\n"));

describe("a plain head", () => {
  it("is read as it stands, names in lower case", () => {
    expect(asked("Content-Length: 2", "X-Own: \t a b\t", "Empty:", "connection: Keep-Alive")).toEqual({
      method: "POST",
      target: "/a?b=c",
      headers: { host: "x", "content-length": "2", "x-own": "a b", empty: "", connection: "Keep-Alive" },
      size: Buffer.byteLength(
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nX-Own: \t a b\t\r\nEmpty:\r\nconnection: Keep-Alive\r\n\r\n",
      ),
      length: 2,
    });
    expect(read("GET / HTTP/1.1\r\nhost: x\r\n\r\nmore")).toMatchObject({ method: "GET", length: 0, size: 27 });
  });

  it.each([
    ["not whole", "POST / HTTP/1.1\r\nhost: x\r\n"],
    ["without a host", "GET / HTTP/1.1\r\na: b\r\n\r\n"],
    ["HTTP/1.0", "GET / HTTP/1.0\r\nhost: x\r\n\r\n"],
    ["of a method with rules of its own", "HEAD / HTTP/1.1\r\nhost: x\r\n\r\n"],
    ["to a proxy", "GET http://x/ HTTP/1.1\r\nhost: x\r\n\r\n"],
    ["with a bare line feed", "GET / HTTP/1.1\r\nhost: x\na: b\r\n\r\n"],
    ["with a bare carriage return", "GET / HTTP/1.1\r\nhost: x\ra\r\n\r\n"],
    ["with a folded line", "GET / HTTP/1.1\r\nhost: x\r\n folded\r\n\r\n"],
    ["with a space before the colon", "GET / HTTP/1.1\r\nhost : x\r\n\r\n"],
    ["with a space in its target", "GET /a b HTTP/1.1\r\nhost: x\r\n\r\n"],
    ["with a letter beyond ASCII in its target", "GET /\xe9 HTTP/1.1\r\nhost: x\r\n\r\n"],
    ["with a control character in a value", "GET / HTTP/1.1\r\nhost: x\r\na: \x01\r\n\r\n"],
    ["with a nameless line", "GET / HTTP/1.1\r\nhost: x\r\n: b\r\n\r\n"],
  ])("is not one %s", (_name, text) => {
    expect(read(text)).toBeUndefined();
  });

  it.each([
    "transfer-encoding: chunked",
    "Expect: 100-continue",
    "upgrade: websocket",
    "connection: close",
    "connection: keep-alive, upgrade",
    "host: y",
    "content-length: 1, 1",
    "content-length: +1",
    "content-length: 0x1",
    "content-length:",
    "te: trailers",
    "__proto__: x",
  ])("is not one with %s", (line) => {
    expect(asked(line)).toBeUndefined();
  });

  it("never throws, whatever the bytes, and never reads beyond them", () => {
    const piece = fc.constantFrom(
      "GET / HTTP/1.1",
      "\r\n",
      "\r\n\r\n",
      "host: x",
      "a:",
      "content-length: 3",
      "\n",
      ":",
      " ",
      "\xff",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, fc.string({ maxLength: 4 })), { maxLength: 12 }), (parts) => {
        const bytes = Buffer.from(parts.join(""), "latin1");
        const head = readPlainHead(bytes);
        return head === undefined || (head.size <= bytes.length && head.headers["host"] !== undefined);
      }),
    );
  });
});
