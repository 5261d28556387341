import { describe, expect, it } from "vitest";
import type { WireRequest } from "../domain/wire.ts";
import { askedBefore } from "./asked-before.ts";

const asking = (text: string, given: Partial<WireRequest> = {}): WireRequest => ({
  method: "POST",
  url: "http://model.test/v1/chat",
  headers: {},
  body: Buffer.from(text),
  ...given,
});

/** Counts how often what is asked had to be read. */
function reader() {
  const before = askedBefore<{ readonly text: string; readonly parts: string[]; readonly bytes: Uint8Array }>();
  let times = 0;
  return {
    times: () => times,
    read: (request: WireRequest) =>
      before.read(request, () => {
        times += 1;
        const text = Buffer.from(request.body).toString();
        return { text, parts: [...text], bytes: request.body };
      }),
  };
}

describe("what was asked before", () => {
  it("is read twice, and given out again from then on, frozen to its depths", () => {
    const { read, times } = reader();
    const [first, second, third] = [read(asking("a")), read(asking("a")), read(asking("a"))];
    expect(times()).toBe(2);
    expect(third).toBe(second);
    expect(third).toEqual(first);
    expect(() => second.parts.push("more")).toThrow(TypeError);
    expect(() => first.parts.push("more")).not.toThrow();
  });

  it("is another thing with another body of the same length, another address or another method", () => {
    const { read, times } = reader();
    const asked = [
      asking("a"),
      asking("b"),
      asking("a", { url: "http://model.test/v1/other" }),
      asking("a", { method: "PUT" }),
    ];
    for (let round = 0; round < 3; round += 1)
      expect(asked.map((request) => read(request).text)).toEqual(["a", "b", "a", "a"]);
    expect(times()).toBe(8);
  });

  it("is remembered in bytes of its own", () => {
    const { read } = reader();
    const room = Buffer.from("a");
    read(asking("", { body: room }));
    room.write("b");
    expect(read(asking("", { body: room })).text).toBe("b");
    expect(read(asking("a")).text).toBe("a");
  });

  it("is forgotten when others were asked since, and is not remembered at all where it is long", () => {
    const { read, times } = reader();
    for (const text of ["a", "b", "c", "d", "e", "a", "b", "c", "d", "e"]) expect(read(asking(text)).text).toBe(text);
    expect(times()).toBe(10);
    const long = "x".repeat(65_537);
    for (let round = 0; round < 3; round += 1) read(asking(long));
    expect(times()).toBe(13);
  });

  it("may fail to be read each time", () => {
    const before = askedBefore<object>();
    const fail = (): never => {
      throw new Error("no call");
    };
    for (let round = 0; round < 3; round += 1) expect(() => before.read(asking("a"), fail)).toThrow("no call");
  });
});
