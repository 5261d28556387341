import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { project } from "../testing/child-cli.ts";
import type { Io } from "./io.ts";
import { registry } from "./registry.ts";
import { serveGateway } from "./serve-gateway.ts";

describe("the gateway that stands alone", () => {
  it("says why a call cannot be answered, to the client and to the terminal, and goes on", async () => {
    using folder = project({});
    const [experiment] = await loadExperiments([join(folder.cwd, "experiment.yaml")], registry, { cwd: folder.cwd });
    if (!experiment) throw new Error("There is no experiment.");
    const closing = new AbortController();
    const said: string[] = [];
    const ready = Promise.withResolvers<string>();
    const io: Io = {
      cwd: folder.cwd,
      env: {},
      isTTY: false,
      columns: 80,
      colour: false,
      signal: closing.signal,
      out: (text) => {
        const base = /(http:\S+)\/orders$/m.exec(text.trim())?.[1];
        if (base) ready.resolve(base);
      },
      err: (text) => void said.push(text),
    };
    const serving = serveGateway(experiment, { port: 0, for: 60_000, calm: true, out: "runs" }, io);
    const base = await ready.promise;
    for (let time = 0; time < 2; time += 1) {
      const reply = await fetch(`${base}/orders/nobody/answers/this`, { method: "DELETE" });
      expect([reply.status, await reply.text()]).toEqual([502, expect.stringContaining("Nothing answers DELETE")]);
    }
    closing.abort(new Error("SIGINT"));
    await serving;
    expect(said).toHaveLength(2);
    expect(said[0]).toContain("Nothing answers DELETE");
  });
});
