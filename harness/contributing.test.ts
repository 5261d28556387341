import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import type { Fault } from "./domain/fault.ts";
import type { Probe } from "./domain/judgement.ts";
import type { Protocol } from "./domain/protocol.ts";
import { fakeContext, modelCall } from "./faults/testing/fakes.ts";
import { trial } from "./probes/testing/pairs.ts";
import { bindingOf, callOf, encodeContext, joined, requestOf } from "./protocols/testing/calls.ts";

const root = join(import.meta.dirname, "..");
const page = readFileSync(join(root, "CONTRIBUTING.md"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "brownout-contributing-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The samples of the page, by the file that each is to be written to. */
const samples = new Map(
  [...page.matchAll(/^`(harness\/[\w/-]+\.ts)`:\n\n```ts\n([\s\S]*?)^```$/gm)].map(([, path = "", code = ""]) => [
    path,
    code,
  ]),
);
const { resolve } = createRequire(import.meta.url);

/** What a sample exports, written elsewhere but with the imports of its own place. */
async function exported(path: string): Promise<unknown> {
  const from = (specifier: string): string =>
    pathToFileURL(specifier.startsWith(".") ? join(root, dirname(path), specifier) : resolve(specifier)).href;
  const code = samples.get(path)?.replace(/ from "([^"]+)";/g, (_, specifier: string) => ` from "${from(specifier)}";`);
  if (code === undefined) throw new Error(`The page has no sample ${path}.`);
  const file = join(folder, `${basename(dirname(path))}-${basename(path)}`);
  writeFileSync(file, code);
  const [value, ...more] = Object.values(await import(pathToFileURL(file).href));
  expect(more).toEqual([]);
  return value;
}

describe("the samples of CONTRIBUTING", () => {
  it("are a fault, a probe and a protocol", () => {
    expect([...samples.keys()]).toEqual([
      "harness/faults/tools/empty-body.ts",
      "harness/probes/answer-length.ts",
      "harness/protocols/line-search/index.ts",
    ]);
  });

  it("work: the fault", async () => {
    const fault = (await exported("harness/faults/tools/empty-body.ts")) as Fault;
    const context = fakeContext({});
    const reply = await fault.inject?.(modelCall({}), async () => ({ kind: "disconnect", code: "reset" }), context, {});
    expect(reply).toMatchObject({ kind: "raw", wire: { status: 200 } });
    expect(context.notes).toEqual(["called; status 200 with an empty body"]);
  });

  it("work: the probe", async () => {
    const probe = (await exported("harness/probes/answer-length.ts")) as Probe;
    const measured = (answer: string): unknown => {
      const [treatment, control] = [trial("treatment", { answer }), trial("control", { answer: "" })];
      return probe.measure(treatment, control, {});
    };
    expect([measured("two words"), measured("  ")]).toEqual([[2], undefined]);
  });

  it("work: the protocol, which says its operations and reads what it has written", async () => {
    const protocol = (await exported("harness/protocols/line-search/index.ts")) as Protocol;
    const binding = bindingOf("http://service.test");
    const request = requestOf("GET", `${binding.url}/find?q=tents`);
    const operation = protocol.recognise(request, binding);
    expect(protocol.operations?.({})).toEqual([operation]);
    const call = callOf(protocol.decodeCall(request, binding), protocol);
    const payload = { kind: "retrieval", result: { hits: [{ id: "a", text: "Two tents", fields: {} }] } } as const;
    const wire = await joined(protocol.encodeReply(call, { kind: "answer", payload }, binding, encodeContext()));
    expect(protocol.decodeReply(call, wire, binding)).toEqual(payload);
  });
});
