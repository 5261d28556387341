import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, it } from "vitest";
import { faultyRelay } from "../../testing/faulty-relay.ts";
import { httpAgent } from "./index.ts";

it("cuts a text that a server writes as it comes, as it cuts a stream of events", async () => {
  const server = createServer(async (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain; charset=utf-8" });
    for (const word of ["You ", "can ", "return ", "it."]) {
      response.write(word);
      await new Promise((resolve) => setImmediate(resolve));
    }
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  await using relay = await faultyRelay(httpAgent, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const whole = await fetch(`${relay.url}/chat`, { method: "POST" });
  expect(await whole.text()).toBe("You can return it.");
  relay.arm({ fault: "cut-stream", with: { afterBytes: 5 } });
  const cut = await fetch(`${relay.url}/chat`, { method: "POST" });
  await expect(cut.text()).rejects.toThrow();
  expect(relay.notes.join()).not.toContain("idle");
  server.closeAllConnections();
  server.close();
});
