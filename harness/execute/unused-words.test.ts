import { expect, test } from "vitest";
import { unusedWords } from "./unused-words.ts";

const request = { method: "GET", url: "http://orders.test/orders/1", headers: {}, body: new Uint8Array() };
const said = (...unused: string[]): string => unusedWords(request, unused);

test("names the handlers that no request has met, the nearest first, and no more than three", () => {
  expect(said("GET http://ordrs.test/orders/:id")).toBe(
    ' No request has met the handler "GET http://ordrs.test/orders/:id" so far: is it meant for this one?',
  );
  expect(
    said("POST http://mail.test/send", "GET http://ordrs.test/orders/:id", "GET */stock", "GET http://a.test/"),
  ).toMatch(
    /^ No request has met the handlers "GET http:\/\/ordrs\.test\/orders\/:id", .* and 1 more so far: is one of them meant for this one\?$/,
  );
});

test("says nothing where every handler was met", () => expect(said()).toBe(""));
