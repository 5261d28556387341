import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { interceptors } from "./index.ts";
import { scriptedRouter } from "./testing/scripted-router.ts";

describe.each(Object.entries(interceptors))("%s", (name, create) => {
  it("opens, says its route, runs code in a scope, and closes twice without complaint", async () => {
    const { fetch: before } = globalThis;
    const open = await create().open(scriptedRouter());
    expect(open.route).toBe(name === "in-process" ? name : "gateway"); // where the calls arrive
    expect(await open.run({ trial: "t" }, async () => "done")).toBe("done");
    await expect(open.run({ trial: "t" }, () => Promise.reject(new Error("inner")))).rejects.toThrow("inner");
    await open[Symbol.asyncDispose]();
    await open[Symbol.asyncDispose]();
    expect(globalThis.fetch).toBe(before);
  });
});

it("lists every interceptor of this folder", async () => {
  const folder = new URL("./", import.meta.url);
  const listed: unknown[] = Object.values(interceptors);
  for (const file of readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name) && name !== "index.ts")) {
    const source = readFileSync(new URL(file, folder), "utf8");
    for (const [, name = ""] of source.matchAll(/export (?:const|function) (\w+)[^;{]*\): Interceptor\b/g)) {
      const module: Record<string, unknown> = await import(new URL(file, folder).href);
      expect(listed, `${name} of ${file}`).toContain(module[name]);
    }
  }
});
