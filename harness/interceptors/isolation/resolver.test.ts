import { createSocket } from "node:dgram";
import { Resolver } from "node:dns/promises";
import { expect, it } from "vitest";
import { addressType, answerTo, readQuestion } from "./resolver.ts";

it("speaks with a resolver that we did not write: an address, none of this kind, no such name", async () => {
  const server = createSocket("udp4");
  server.on("message", (query, from) => {
    const question = readQuestion(query);
    if (!question) return;
    const known = question.name === "known.test";
    const address = known ? (question.type === addressType ? "127.83.0.1" : "none") : undefined;
    server.send(answerTo(query, question, address), from.port, from.address);
  });
  await new Promise<void>((resolve) => server.bind(0, "127.0.0.1", resolve));
  const resolver = new Resolver({ tries: 1, timeout: 2000 });
  resolver.setServers([`127.0.0.1:${server.address().port}`]);
  expect(await resolver.resolve4("KNOWN.test")).toEqual(["127.83.0.1"]);
  await expect(resolver.resolve6("known.test")).rejects.toMatchObject({ code: "ENODATA" });
  await expect(resolver.resolve4("other.test")).rejects.toMatchObject({ code: "ENOTFOUND" });
  server.close();
});

it("does not answer what is no question", () => {
  for (const bytes of ["", "short", "\0".repeat(12), `\0\0\0\0\0\x01\0\0\0\0\0\0\x3fabc`])
    expect(readQuestion(Buffer.from(bytes, "latin1"))).toBeUndefined();
});
