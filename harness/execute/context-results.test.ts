import { expect, it } from "vitest";
import type { Message } from "../domain/conversation.ts";
import { contextResults, decisions } from "./context-results.ts";

const asked = (id: string, order = "1"): Message => ({
  role: "assistant",
  text: "",
  toolCalls: [{ id, name: "find", arguments: `{"id":"${order}"}` }],
});
const told = (callId: string, text = "here"): Message => ({ role: "tool", callId, name: "find", text });
const hello: Message = { role: "user", text: "Where is it?" };

/** Decides each new result by a number of its own; the numbers as the conversation then reads. */
function counting() {
  const known = decisions();
  let count = 0;
  return async (messages: readonly Message[]): Promise<readonly string[]> => {
    const results = contextResults(messages);
    return Promise.all(
      results.map(async (result) => {
        const decide = async () => {
          count += 1;
          return { text: String(count) };
        };
        return (await known.of(result, results, "Where is it?", decide)).text;
      }),
    );
  };
}

it("finds each result with its call, and leaves out those whose call is nowhere", () => {
  const stored: Message = { role: "tool", callId: "gone", text: "x" };
  expect(contextResults([hello, stored, asked("a"), told("a")])).toEqual([
    { place: 1, callId: "a", name: "find", arguments: '{"id":"1"}', content: { text: "here", isError: false } },
  ]);
});

it("decides a result once, in whatever later request it stands", async () => {
  const read = counting();
  expect(await read([hello, asked("a"), told("a")])).toEqual(["1"]);
  expect(await read([hello, asked("a"), told("a")])).toEqual(["1"]);
  expect(await read([hello, asked("a"), told("a"), asked("b"), told("b")])).toEqual(["1", "2"]);
  // The beginning of the conversation was left out to save room.
  expect(await read([hello, asked("b"), told("b")])).toEqual(["2"]);
});

it("knows it again by its place where ids are made anew, and tells a new call apart that says the same", async () => {
  const read = counting();
  expect(await read([hello, asked("a"), told("a")])).toEqual(["1"]);
  expect(await read([hello, asked("x"), told("x"), asked("y"), told("y")])).toEqual(["1", "2"]);
  expect(await read([hello, asked("v"), told("v"), asked("w"), told("w")])).toEqual(["1", "2"]);
});

it("takes the same id with another content for another result", async () => {
  const read = counting();
  expect(await read([hello, asked("call_1"), told("call_1")])).toEqual(["1"]);
  expect(await read([hello, asked("call_1"), told("call_1", "elsewhere")])).toEqual(["2"]);
});

it("decides once for requests that come at the same time", async () => {
  const read = counting();
  const both = await Promise.all([read([hello, asked("a"), told("a")]), read([hello, asked("a"), told("a")])]);
  expect(both).toEqual([["1"], ["1"]]);
});
