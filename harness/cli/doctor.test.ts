import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { check } from "../testing/check-cli.ts";
import { cliHere, project } from "../testing/child-cli.ts";
import { type Files, http, small } from "../testing/small-project.ts";

/** What is tried is really started, and blocked; awaited here, since the folder goes when it is done. */
async function doctor(files: Files, ...args: string[]) {
  using folder = project(files);
  return await cliHere(["doctor", ...args], folder.cwd);
}
const calling = (more: string): string =>
  small["agent.ts"].replace("return response.ok", `${more}\n  return response.ok`);

describe("brownout doctor", () => {
  it("says that a target is ready, and what it saw", async () => {
    check(await doctor({}, "experiment.yaml"), 0, [
      /✓ node .*Node 24/,
      /✓ start/,
      /✓ tasks .*2 tasks answered without a fault/,
      /✓ orders .*2 calls: GET \/orders/,
      /· telemetry .*none came/,
      /^Ready/m,
    ]);
  });

  it("asks a target that no experiment names a question of its own", async () => {
    check(await doctor({ "experiment.yaml": undefined, "tasks.yaml": undefined }, "target.yaml"), 0, [
      /1 task answered/,
      /✓ orders/,
    ]);
  });

  it("tries only the target that is named, by tasks of experiments that ask others as well", async () => {
    const both = small["experiment.yaml"].replace(/^target: .*$/m, "target: [./target.yaml, ./other.yaml]");
    expect(both).toContain("other.yaml");
    const files = {
      "experiment.yaml": both,
      "other.yaml": small["target.yaml"].replace(/^name: .*$/m, "name: quite another"),
    };
    const named = await doctor(files, "target.yaml", "experiment.yaml");
    check(named, 0, [/2 tasks answered/]);
    expect(named.stdout).not.toContain("other");
    const all = await doctor(files, "experiment.yaml");
    check(all, 0, [/other/]);
  });

  it("names an undeclared host, blocked, and proposes the lines for it, which are then valid and enough", async () => {
    const more = `await fetch("https://api.openai.com/v1/chat/completions", { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify({ model: "m", messages: [{ role: "user", content: "hi" }] }) }).catch(() => undefined);
  await fetch("https://payments.shop.test/v2/charges/17").catch(() => undefined);`;
    const files = { "agent.ts": calling(more) };
    const ended = await doctor(files, "experiment.yaml");
    check(ended, 3, [
      /✗ undeclared .*api\.openai\.com \(POST \/v1\/chat\/completions\) was called and blocked/,
      /✗ undeclared .*payments\.shop\.test/,
      "Into system-map.yaml:",
    ]);
    const proposed: unknown = parse(
      ended.stdout.slice(ended.stdout.indexOf("dependencies:"), ended.stdout.indexOf("\nNot ready")),
    );
    expect(proposed).toEqual({
      dependencies: {
        openai: { boundary: "model", protocol: "openai", url: "https://api.openai.com/v1", env: "OPENAI_BASE_URL" },
        payments: {
          boundary: "tool",
          protocol: "http-json",
          url: "https://payments.shop.test",
          options: { operations: { get_charges: "GET /v2/charges/:id" } },
        },
      },
    });
    const lines = ended.stdout.slice(
      ended.stdout.indexOf("dependencies:") + "dependencies:\n".length,
      ended.stdout.indexOf("\nNot ready"),
    );
    const pasted = small["system-map.yaml"].replace("mocks:", `${lines}\nmocks:`);
    const handlers = small["mocks.ts"].replace(
      "];",
      `, http.get("https://payments.shop.test/v2/charges/:id", () => HttpResponse.json({}))];`,
    );
    // An experiment would want playbooks for a model that it now has.
    const again = await doctor({ ...files, "system-map.yaml": pasted, "mocks.ts": handlers }, "target.yaml");
    check(again, 0, [/✓ openai .*chat/, /✓ payments .*get_charges/, /the model call belongs to a trial/]);
  });

  it("tells an idle dependency: a warning, or a problem where a fault is put into it", async () => {
    const idle = `  stock:\n    boundary: tool\n    protocol: http-json\n    url: http://stock.test\n    env: STOCK_URL\nmocks:`;
    const files = { "system-map.yaml": small["system-map.yaml"].replace("mocks:", idle) };
    check(await doctor(files, "experiment.yaml"), 0, [
      /! stock .*no call in 2 trials without faults/,
      /Is STOCK_URL what the agent reads/,
    ]);
    const struck = { ...files, "experiment.yaml": small["experiment.yaml"].replace("tool: orders", "tool: stock") };
    check(await doctor(struck, "experiment.yaml"), 3, [/✗ stock .*none would fire/]);
  });

  it("does not alarm about what the one question that was asked did not need", async () => {
    const idle = `  stock:\n    boundary: tool\n    protocol: http-json\n    url: http://stock.test\n    env: STOCK_URL\nmocks:`;
    const asked = await doctor({ "system-map.yaml": small["system-map.yaml"].replace("mocks:", idle) }, "target.yaml");
    expect(asked.stdout).toMatch(/· stock +not called by the one question that was asked, “Hello, what/);
    expect(asked.stdout).toMatch(
      /→ Name experiments that ask this target too[\s\S]*brownout doctor target\.yaml <folder>[\s\S]*--prompt/,
    );
    expect(asked.stdout).not.toContain("STOCK_URL");
  });

  it.each([
    ["a module that throws", { "agent.ts": 'throw new Error("no licence");' }, "experiment.yaml", /no licence/],
    [
      "a program that is not there",
      { "command.yaml": small["command.yaml"].replace("node, command.ts", "no-such-program") },
      "command.yaml",
      /no program "no-such-program"/,
    ],
    [
      "a server that dies",
      http("console.error('port is gone'); process.exit(3);"),
      "http.yaml",
      /exited with code 3[\s\S]*port is gone/,
    ],
  ] as const)("says why it does not start: %s", async (_, files, path, why) => {
    const { code, stdout } = await doctor(files, path);
    expect(stdout).toMatch(why);
    expect(stdout).toMatch(/^Not ready/m);
    expect(code).toBe(5);
  });

  it("does not take a crash without a fault for a good beginning", async () => {
    check(await doctor({ "command.ts": 'console.error("no key"); process.exit(2);' }, "command.yaml"), 5, [
      /✗ tasks .*0 of 1 task answered/,
      /no key/,
    ]);
  });

  it("prints JSON for machines, and refuses other formats", async () => {
    const ended = await doctor({}, "experiment.yaml", "--format", "json");
    expect(ended.code).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({
      schema: 1,
      exitCode: 0,
      ready: true,
      targets: [{ target: "small", kind: "module", route: "in-process", undeclared: [] }],
    });
    check(await doctor({}, "--format", "yaml"), 2, [/no format "yaml"/]);
    check(await doctor({}, "nowhere.yaml"), 2, [/no file matches/]);
  });
});
