import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { documents } from "../../reports/documents/index.ts";
import { type Experiment, type InterceptionName, interceptions } from "../domain/experiment.ts";
import { noNamespaces } from "../interceptors/testing/namespaces.ts";
import { watchSockets } from "../interceptors/testing/watch-sockets.ts";
import { loadShipped, root, runInMemory } from "../testing/run-in-memory.ts";

const agents = join(root, "fixtures", "agents");
const has = (program: string): boolean => spawnSync(program, ["--version"]).status === 0;
const folder = mkdtempSync(join(tmpdir(), "brownout-ways-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Shipped experiments against a target, each with its first task, once: real time is dear. */
async function asked(target: string, ...files: readonly string[]): Promise<readonly Experiment[]> {
  const paths = files.map((file) => `experiments/${file}.yaml`);
  const loaded = await loadShipped(paths, { target, repeats: 1 });
  return loaded.map((experiment) => ({ ...experiment, tasks: experiment.tasks.slice(0, 1) }));
}
const by = (interception: InterceptionName, experiments: readonly Experiment[]): readonly Experiment[] =>
  experiments.map((experiment) => {
    const { target } = experiment;
    if (target.spec.kind === "module") return experiment;
    return { ...experiment, target: { ...target, spec: { ...target.spec, interception } } };
  });

/** Throttling, an outage and latency. */
const troubles = [
  "insufficient-capacity/model-throttled",
  "single-point-of-failure/inventory-refuses-connections",
  "excessive-latency/inventory-hangs",
];

describe.each([
  ["python", ["python3"]],
  ["shell", ["sh", "curl", "jq"]],
])("an agent in %s", (language, programs) => {
  const missing = programs.filter((program) => program !== "sh" && !has(program));

  it.skipIf(missing.length > 0)(
    `meets throttling, an outage and latency, alike through its variables and through the proxy${missing.length > 0 ? ` (skipped: ${missing.join(", ")} is not on this machine)` : ""}`,
    async () => {
      const runs = await Promise.all(
        ["target.yaml", "target.proxy.yaml"].map(async (file) =>
          runInMemory(await asked(join(agents, language, file), ...troubles), { route: "gateway" }),
        ),
      );
      for (const { report, events } of runs) {
        expect(events.filter(({ type }) => type === "trial-failed")).toEqual([]);
        expect(
          report.experiments.map(({ experiment, outcomes, injections, escaped }) => ({
            id: experiment.id,
            control: outcomes.control.correct,
            met: injections.every(({ fired }) => fired > 0),
            escaped,
          })),
        ).toEqual(troubles.map((id) => ({ id, control: 1, met: true, escaped: [] })));
        // It has no retry, no other place to ask and a model that makes things up.
        expect(report.experiments.map(({ outcomes }) => outcomes.treatment.correct)).toEqual([0, 0, 0]);
      }
      const digests = runs.map(({ events }) =>
        events.flatMap((event) => (event.type === "trial-ended" ? [`${event.trial} ${event.digest}`] : [])).sort(),
      );
      expect(digests[0]).toHaveLength(2 * troubles.length);
      expect(digests[1]).toEqual(digests[0]);
    },
    120_000,
  );
});

describe.each(["openai", "anthropic", "bedrock"])(
  "a Node agent with every address in its code, on the %s client",
  (client) => {
    it("is reached by the preload and by the proxy alike", async () => {
      const experiments = await asked(
        join(agents, "hard-coded", `${client}.yaml`),
        "single-point-of-failure/inventory-refuses-connections",
      );
      const runs = await Promise.all(
        (["preload", "proxy"] as const).map((name) => runInMemory(by(name, experiments), { route: "gateway" })),
      );
      const digests = runs.map(({ report, events }) => {
        expect(events.filter(({ type }) => type === "trial-failed" || type === "call-escaped")).toEqual([]);
        const [result] = report.experiments;
        expect([result?.outcomes.control.correct, result?.injections[0]?.fired]).toEqual([1, 5]);
        expect(
          events.filter((event) => event.type === "call-started" && event.dependency === "model").length,
        ).toBeGreaterThan(2);
        return events
          .flatMap((event) => (event.type === "trial-ended" ? [`${event.trial} ${event.digest}`] : []))
          .sort();
      });
      expect(digests[1]).toEqual(digests[0]);
    }, 120_000);
  },
);

describe("a call to a host that the map does not name", () => {
  const host = "telemetry.undeclared.test";
  const calls = `
    for (const url of ["https://${host}/v1", "http://${host}/v1"]) await fetch(url).catch(() => undefined);`;
  const map = `systemMap: ${join(root, "fixtures", "support-desk", "system-map.yaml")}\n`;
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  write("program.mjs", `${calls}\n    process.stdout.write('"done"');`);
  write("module.mjs", `export default async () => {${calls}\n    return "done";\n};`);
  write("program.sh", `curl -sS https://${host}/v1 >&2; echo '"done"'`);
  const command = (name: string, line: string): string =>
    write(`${name}.yaml`, `name: ${name}\nkind: command\ncommand: ${line}\n${map}`);
  const module = write("module.yaml", `name: module\nkind: module\nmodule: ./module.mjs\nclock: real\n${map}`);
  const program = command("node", "[node, program.mjs]");
  const script = command("curl", "[sh, program.sh]");
  write("heedless.sh", `curl --noproxy '*' -sS https://${host}/v1 >&2; echo '"done"'`);
  const heedless = command("heedless", "[sh, heedless.sh]");

  it.each([
    ["in process", module, "in-process", "gateway"],
    ["at the gateway, from a module", module, "gateway", "gateway"],
    ...interceptions.map((name) => [`${name}, from Node`, program, "gateway", name] as const),
    ...(has("curl")
      ? (["gateway", "proxy"] as const).map((name) => [`${name}, from curl`, script, "gateway", name] as const)
      : []),
    ...(has("curl") && noNamespaces === undefined
      ? interceptions.map((name) => [`${name}, from what heeds no proxy`, heedless, "gateway", name] as const)
      : []),
  ] as const)(
    "is blocked and named by every report: %s",
    async (_name, target, route, interception) => {
      const opened: string[] = [];
      using _watch = watchSockets((address) => opened.push(address));
      const experiments = by(
        interception,
        await asked(target, "single-point-of-failure/inventory-refuses-connections"),
      );
      const { report } = await runInMemory(experiments, { route });
      expect(report.experiments[0]?.escaped).toEqual([expect.stringContaining(host)]);
      for (const format of ["terminal", "markdown", "json"] as const)
        expect([format, documents[format].render(report, { width: 120, colour: false })]).toEqual([
          format,
          expect.stringContaining(host),
        ]);
      expect(opened).toEqual([]);
    },
    60_000,
  );

  it.skipIf(!has("curl"))(
    "that is a dependency, where the gateway cannot see into TLS: the trial fails and says what to do",
    async () => {
      write("hard.sh", `curl -sS https://api.openai.com/v1/models >&2; echo '"done"'`);
      const experiments = await asked(
        command("hard", "[sh, hard.sh]"),
        "single-point-of-failure/inventory-refuses-connections",
      );
      const { events } = await runInMemory(experiments, { route: "gateway" });
      const failed = events.flatMap((event) => (event.type === "trial-failed" ? [event.error] : []));
      expect(failed).toHaveLength(2);
      expect(failed[0]).toMatch(
        /connects to "model" at https:\/\/api\.openai\.com.*"interception: preload".*"interception: proxy"/,
      );
    },
    60_000,
  );
});
