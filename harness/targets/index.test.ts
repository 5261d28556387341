import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { TargetSpec } from "../domain/experiment.ts";
import { bootTarget, targets } from "./index.ts";

const broken: readonly TargetSpec[] = [
  { kind: "module", module: "/nowhere/agent.ts", clock: "real" },
  { kind: "command", command: ["/nowhere/agent"], cwd: "/", environment: {} },
  {
    kind: "http",
    url: "http://127.0.0.1:9/",
    cwd: "/",
    environment: {},
    ready: "/",
    readyWithin: 50,
    propagates: false,
  },
];
const never = new AbortController().signal;

describe.each(broken)("$kind", (spec) => {
  it("is a TargetFailure with the definition's name if it cannot be started or asked", async () => {
    const using = async () => {
      const session = await bootTarget(spec, "my-target.yaml").boot({}, never);
      await session.perform({ id: "t", prompt: "", input: {} }, never, { trial: "t" }).finally(() => session.close());
    };
    await expect(using()).rejects.toMatchObject({
      name: "TargetFailure",
      message: expect.stringContaining("my-target.yaml"),
    });
  });
});

it("has a test of each kind above, and lists every target of this folder", async () => {
  expect(broken.map(({ kind }) => kind).sort()).toEqual(Object.keys(targets).sort());
  const folder = new URL("./", import.meta.url);
  const listed: unknown[] = Object.values(targets);
  for (const file of readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name) && name !== "index.ts")) {
    const module: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const [name, value] of Object.entries(module)) {
      if (/.Target$/.test(name) && name !== "defineTarget") expect(listed, `${name} of ${file}`).toContain(value);
    }
  }
});
