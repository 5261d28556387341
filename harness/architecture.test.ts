import { globSync, readFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { providersNamed } from "./protocols/testing/provider-names.ts";

const root = join(import.meta.dirname, "..");

/** Who may import whom, besides itself and packages. "*" = everything: it composes. */
const mayImport: Readonly<Record<string, readonly string[] | "*">> = {
  "harness/domain": [],
  "harness/load": ["harness/domain"],
  "harness/plan": ["harness/domain"],
  "harness/judge": ["harness/domain"],
  "harness/score": ["harness/domain"],
  "harness/store": ["harness/domain"],
  "harness/faults": ["harness/domain"],
  "harness/protocols": ["harness/domain"],
  "harness/interceptors": ["harness/domain"],
  "harness/targets": ["harness/domain"],
  "harness/telemetry": ["harness/domain"],
  "harness/brains": ["harness/domain"],
  "harness/probes": ["harness/domain"],
  "harness/graders": ["harness/domain"],
  "harness/execute": ["harness/domain", "harness/plan"],
  "harness/console": ["harness/domain"],
  "harness/gameday": ["harness/domain"],
  reports: ["harness/domain"],
  // The bundled world and agents use the public entry only, as a user's own would.
  fixtures: ["harness/domain", "harness/index.ts"],
  "harness/cli": "*",
  "harness/benchmarks": "*",
  "harness/testing": "*",
  "harness/conformance": "*",
  "harness/promptfoo": "*",
  "harness/zoo": "*",
  "harness/frameworks": "*",
  "harness/as-tests": ["harness/domain", "harness/judge", "harness/load"],
  "harness/vitest": ["harness/as-tests"],
  "harness/playwright": ["harness/as-tests"],
  "harness/main.ts": "*",
  "harness/index.ts": "*",
  "harness/msw.ts": [],
  "harness/preload.ts": ["harness/interceptors"],
  // Stand-ins for the tests of the bundled agents, which put the real brain in the model's place.
  "fixtures testing": "*",
};

/** The room that a file lies in: `harness/<folder>`, a file right below harness, or a folder at the top. */
function roomOf(path: string): string {
  const [top = "", second = ""] = path.split(sep);
  if (top === "fixtures" && path.split(sep).includes("testing")) return "fixtures testing";
  return top === "harness" ? `harness/${second}` : top;
}

function importsOf(source: string): string[] {
  const found = source.matchAll(
    /(?:^|\n)\s*(?:import|export)\b[^;'"]*?(?:from\s*)?["'](\.[^"']+)["']|import\(\s*["'](\.[^"']+)["']\s*\)/g,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? "");
}

/** Imports of a file that the table forbids, as `from → to`. */
function offences(path: string, source: string): string[] {
  const from = roomOf(path);
  const allowed = mayImport[from];
  if (allowed === "*") return [];
  return importsOf(source).flatMap((target) => {
    const to = roomOf(relative(root, join(root, dirname(path), target)));
    return to === from || (allowed ?? []).includes(to) ? [] : [`${path} → ${target}`];
  });
}

const files = globSync("{harness,reports,fixtures}/**/*.ts", { cwd: root, exclude: ["**/node_modules/**"] });
const sources = files.filter((file) => !file.endsWith(".test.ts") && file.split(sep)[1] !== "architecture.test.ts");

describe("the import table", () => {
  it("knows every room", () => {
    const unknown = new Set(sources.map(roomOf).filter((room) => !(room in mayImport)));
    expect([...unknown]).toEqual([]);
  });

  it("is kept by every file", () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(sources.flatMap((file) => offences(file, readFileSync(join(root, file), "utf8")))).toEqual([]);
  });

  it("bites: a planted import is found", () => {
    expect(offences("harness/faults/planted.ts", 'import { x } from "../execute/run.ts";')).toHaveLength(1);
    expect(offences("harness/faults/planted.ts", 'const y = await import("../protocols/index.ts");')).toHaveLength(1);
    expect(offences("harness/domain/planted.ts", 'export * from "../load/index.ts";')).toHaveLength(1);
    expect(offences("harness/faults/planted.ts", 'import { x } from "../domain/call.ts";')).toEqual([]);
  });

  it("leaves process.exit to main.ts and the interruption handler", () => {
    const exits = sources.filter((file) => /\bprocess\.exit\(/.test(readFileSync(join(root, file), "utf8")));
    expect(
      exits
        .filter((file) => file.startsWith("harness"))
        .map((file) => file.split(sep).join("/"))
        .sort(),
    ).toEqual(["harness/cli/process-io.ts", "harness/main.ts"]);
  });

  it("keeps ambient time and chance out of the pure rooms", () => {
    const pure = /^harness\/(domain|gameday|plan|judge|score|faults|probes|protocols)\//;
    const ambient = sources.filter(
      (file) =>
        pure.test(file) &&
        /\bMath\.random\(|\bDate\.now\(|\bperformance\.now\(|\bsetTimeout\(/.test(
          readFileSync(join(root, file), "utf8"),
        ),
    );
    expect(ambient).toEqual([]);
  });

  it("keeps files at 250 lines at the most", () => {
    const long = files.filter((file) => readFileSync(join(root, file), "utf8").split("\n").length > 251);
    expect(long).toEqual([]);
  });
});

describe("providers' names", () => {
  /** Rooms that meet providers by their business: their real clients, frameworks, peers and documents. `protocols` has a test of its own. */
  const busy = /^harness\/(protocols|conformance|frameworks|benchmarks|zoo|promptfoo|testing)\/|\/testing\//;
  /** Files that name one for a reason. */
  const reasons: Readonly<Record<string, string>> = {
    "harness/targets/contracts/index.ts": "contracts of agents' own servers are called by who specified them",
    "harness/targets/contracts/agentcore.ts": "a contract of agents' own servers",
    "harness/targets/contracts/openai-chat.ts": "a contract of agents' own servers",
    "harness/targets/contracts/openai-responses.ts": "a contract of agents' own servers",
    "harness/targets/sse-text.ts": "agents stream on what their model's provider streams: a contract in all but name",
    "harness/load/schema/assertion-types.ts": "promptfoo's own names of its assertions",
    "harness/store/redact.ts": "secrets are known by the names that they are written under",
    "harness/interceptors/child-variables.ts": "variables by which other programs find the authorities they trust",
    "harness/cli/commands/list.ts": "an example in the help",
  };
  const strays = (file: string, source: string): string[] =>
    busy.test(file) || file in reasons ? [] : providersNamed(source).map((name) => `${file} names ${name}`);
  const ours = sources.map((file) => file.split(sep).join("/")).filter((file) => /^(harness|reports)\//.test(file));
  const sourceOf = (file: string): string => readFileSync(join(root, file), "utf8");

  it("stand nowhere but in their folders, and where there is a reason", () => {
    expect(ours.length).toBeGreaterThan(100);
    expect(ours.flatMap((file) => strays(file, sourceOf(file)))).toEqual([]);
  });

  it("bite: a planted name is found", () => {
    expect(strays("harness/execute/planted.ts", 'if (protocol.name === "bedrock") return;')).toHaveLength(1);
    expect(strays("reports/planted.ts", 'const names = { "azure-openai": "azure.ai.openai" };')).toHaveLength(2);
    expect(strays("harness/execute/planted.ts", "// No laws, no drawstrings.")).toEqual([]);
  });

  it("have no reason where there is no name", () => {
    expect(Object.keys(reasons).filter((file) => providersNamed(sourceOf(file)).length === 0)).toEqual([]);
  });
});
