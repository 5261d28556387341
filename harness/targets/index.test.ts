import { readdirSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import type { TargetSpec } from "../domain/experiment.ts";
import { bootTarget, browserPool, targets } from "./index.ts";

const pool = browserPool();
afterAll(() => pool.close());
const server = {
  url: "http://127.0.0.1:9/",
  cwd: "/",
  environment: {},
  ready: "/",
  readyWithin: 50,
  propagates: false,
};
const page = {
  input: "role=textbox",
  send: "role=button",
  answer: "role=article",
  question: "role=article",
  error: "role=alert",
  busy: "role=status",
  retry: "role=button",
  retries: 0,
  settle: 10,
  patience: 10,
};

const broken: readonly TargetSpec[] = [
  { kind: "module", module: "/nowhere/agent.ts", clock: "real" },
  { kind: "command", command: ["/nowhere/agent"], cwd: "/", environment: {} },
  { kind: "http", ...server },
  { kind: "browser", ...server, page },
];
const never = new AbortController().signal;

describe.each(broken)("$kind", (spec) => {
  it("is a TargetFailure with the definition's name if it cannot be started or asked", async () => {
    const using = async () => {
      const session = await bootTarget(spec, "my-target.yaml", pool).boot({}, never);
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
  // The browser's is in a folder of its own.
  const listed: unknown[] = Object.values(targets);
  for (const file of readdirSync(folder).filter((name) => /(?<!\.test)\.ts$/.test(name) && name !== "index.ts")) {
    const module: Record<string, unknown> = await import(new URL(file, folder).href);
    for (const [name, value] of Object.entries(module)) {
      if (/.Target$/.test(name) && name !== "defineTarget") expect(listed, `${name} of ${file}`).toContain(value);
    }
  }
});
