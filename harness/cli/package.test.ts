import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { builtinModules } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { lockedConsumer } from "./testing/locked-consumer.ts";
import { consumer, playwrightConsumer, vitestConsumer } from "./testing/package-consumer.ts";
import { type ProgramEnded as Ended, runProgram as run } from "./testing/run-program.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const work = mkdtempSync(join(tmpdir(), "brownout-package-"));
const project = join(work, "project");
const installed = join(project, "node_modules", "brownout");

/** As people type it. */
const npxBrownout = (...args: string[]): Ended => run(project, "npx", "brownout", ...args);
/** The same program, without the second that npx takes. */
const brownout = (...args: string[]): Ended => run(project, join("node_modules", ".bin", "brownout"), ...args);
const filesIn = (folder: string): string[] =>
  globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));

/** Packs a copy of the sources, so that neither an old `dist` nor another test's files get into the package. */
function pack(): string {
  const copy = join(work, "sources");
  for (const path of ["harness", "reports", "templates", "docs", "experiments"]) {
    cpSync(join(root, path), join(copy, path), {
      recursive: true,
      filter: (from) => !/[/\\]reports[/\\]runs$/.test(from),
    });
  }
  for (const file of globSync("{package.json,tsconfig*.json,*.md,LICENSE}", { cwd: root })) {
    cpSync(join(root, file), join(copy, file));
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"), "dir");
  const packed = run(copy, "npm", "pack", "--pack-destination", work);
  const [tarball] = globSync("*.tgz", { cwd: work });
  if (packed.code !== 0 || tarball === undefined) throw new Error(`npm pack failed:\n${packed.text}`);
  return join(work, tarball);
}

const statically = /^(?:import|export (?:\*|\{))[^"';]*"([^"]+)";/gm;
const dynamically = /\b(?:import|require|require\.resolve|load)\("([^"]+)"\)/g;

describe("the package, installed in an empty project", () => {
  let tarball = "";

  beforeAll(() => {
    tarball = pack();
    mkdirSync(project);
    const read = (file: string) => JSON.parse(readFileSync(join(root, file), "utf8"));
    const files = lockedConsumer(read("package.json"), read("package-lock.json").packages, tarball);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(project, name), JSON.stringify(content));
    // What this repository was installed with is in npm's cache; the registry is asked for what is not.
    const install = run(project, "npm", "ci", "--prefer-offline", "--no-audit", "--no-fund");
    if (install.code !== 0) throw new Error(`npm ci failed:\n${install.text}`);
  }, 180_000);
  // Hundreds of packages: a busy disk takes its time.
  afterAll(() => rmSync(work, { recursive: true, force: true }), 60_000);

  it("is small and carries only what a user needs", () => {
    const files = filesIn(installed);
    expect(files).toEqual(
      expect.arrayContaining(["LICENSE", "package.json", "dist/harness/main.js", "dist/harness/index.d.ts"]),
    );
    expect(
      files.filter(
        (file) =>
          /\.test\.|(^|\/)(testing|fixtures|benchmarks|promptfoo|runs)\/./.test(file) && !file.startsWith("templates/"),
      ),
    ).toEqual([]);
    expect(files.filter((file) => file.startsWith("dist/") && !/\.(js|d\.ts)$/.test(file))).toEqual([]);
    expect(statSync(tarball).size).toBeLessThan(1_300_000);
  });

  it("imports nothing but its declared dependencies", () => {
    const manifest: Record<string, object> = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    const imported = new Set<string>();
    for (const file of filesIn(join(installed, "dist"))) {
      const text = readFileSync(join(installed, "dist", file), "utf8");
      for (const [, name = ""] of [...text.matchAll(statically), ...text.matchAll(dynamically)]) {
        const [first = name, second] = name.split("/");
        if (!first.startsWith(".")) imported.add(first.startsWith("@") ? `${first}/${second}` : first);
      }
    }
    const packages = [...imported].filter((name) => !name.startsWith("node:") && !builtinModules.includes(name));
    const declared = ["dependencies", "peerDependencies"].flatMap((group) => Object.keys(manifest[group] ?? {}));
    expect(packages.sort()).toEqual(declared.sort());
  });

  it("scaffolds a project that runs: two experiments hold, one breaks as announced", () => {
    const init = npxBrownout("init");
    expect(init, init.text).toMatchObject({ code: 0 });
    expect(init.text).toMatch(/stale-docs breaks on purpose/);
    expect(brownout("validate")).toMatchObject({ code: 0, text: expect.stringMatching(/3 experiments are valid/) });

    const run = npxBrownout("run");
    expect(run.code, run.text).toBe(1);
    expect(run.text).toMatch(/3 experiments, 160 trials: 1 broken · 2 held/);
    expect(run.text).toMatch(/✗ BROKEN {2}The document base serves last year's policies/);
    expect(brownout("run", "--tag", "gate")).toMatchObject({ code: 0, text: expect.stringMatching(/2 held/) });
    const page = brownout("report", "latest", "--format", "html").text;
    expect(page).toMatch(/<p class="verdict">.*HELD/s);
    const [, script = ""] = /<script>(.*?)<\/script>/s.exec(page) ?? [];
    expect(script).toMatch(/uPlot.*function waterfall\(/s);
    expect(() => new Function(script)).not.toThrow();
    expect(brownout("report", "latest", "--format", "markdown")).toMatchObject({
      code: 0,
      text: expect.stringMatching(/\*\*2 held\*\*/),
    });
  }, 240_000);

  it("holds all three once the agent is mended as the scaffold says", () => {
    const agent = join(project, "brownout", "example-agent.mts");
    const before = readFileSync(agent, "utf8");
    writeFileSync(agent, before.replace(/return results; \/\/.*/, "return results.filter(isCurrent);"));
    expect(readFileSync(agent, "utf8")).not.toBe(before);
    expect(brownout("run", "--quiet")).toMatchObject({
      code: 0,
      text: expect.stringMatching(/3 experiments, 160 trials: 3 held/),
    });
  }, 120_000);

  it("accepts the annotated examples of the documentation", () => {
    const examples = (page: string): string[] =>
      [...readFileSync(join(root, "docs", page), "utf8").matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => text);
    const [annotated = ""] = examples("experiments.md");
    const [tasks = ""] = examples("tasks.md");
    writeFileSync(join(project, "experiments", "annotated.yaml"), annotated);
    writeFileSync(join(project, "experiments", "tasks.yaml"), tasks);
    writeFileSync(
      join(project, "experiments", "documented.yaml"),
      annotated
        .replace(/^tasks:.*$/m, "tasks: ./tasks.yaml")
        .replace(/^bystanders:.*$/m, "")
        .replace(/^ {2}- fault-isolation:.*$/m, ""),
    );
    const validated = brownout("validate", "experiments/annotated.yaml", "experiments/documented.yaml");
    expect(validated, validated.text).toMatchObject({
      code: 0,
      text: expect.stringMatching(/2 experiments are valid: 80 trials/),
    });
  });

  it("points editors to a schema that is there", () => {
    for (const name of ["model-throttled", "orders-down", "stale-docs"]) {
      const [, schema = ""] =
        /^# yaml-language-server: \$schema=(.+)$/m.exec(
          readFileSync(join(project, "experiments", `${name}.yaml`), "utf8"),
        ) ?? [];
      expect(JSON.parse(readFileSync(join(project, "experiments", schema), "utf8"))).toHaveProperty("$schema");
    }
  });

  it("does not overwrite what is there", () => {
    const again = brownout("init");
    expect(again.code).toBe(2);
    expect(again.text).toMatch(/^brownout\/target\.yaml exists already\..*--force/m);
  });

  it("lists its faults, probes and protocols, and says how the demo is had", () => {
    expect(brownout("list", "faults").text).toMatch(/stale-results/);
    expect(brownout("list", "probes").text).toMatch(/silent-wrong-rate/);
    expect(brownout("list", "protocols").text).toMatch(/anthropic/);
    expect(brownout("demo")).toMatchObject({
      code: 5,
      text: expect.stringMatching(/npm ci && npm run demo.*brownout init/s),
    });
    expect(brownout("--help")).toMatchObject({ code: 0, text: expect.not.stringMatching(/demo/) });
  }, 120_000);

  it("has a preload that sends a program's calls to the gateway, and does nothing where there is none", () => {
    const call = `fetch("https://api.example.test/").catch(({ cause }) => console.log(cause.code, cause.address, cause.port))`;
    const preloaded = ["node", "--import", "brownout/preload", "-e", call];
    expect(run(project, "env", "BROWNOUT_GATEWAY_PORT=1", "BROWNOUT_SCOPE=t", ...preloaded)).toEqual({
      code: 0,
      text: "ECONNREFUSED 127.0.0.1 1\n",
    });
    const idle = ["node", "--import", "brownout/preload", "-p", "'as it was'"];
    expect(run(project, "env", ...idle)).toEqual({ code: 0, text: "as it was\n" });
  });

  it.each([
    ["vitest", "vitest.mjs", ["run"], "agent.test.mjs", vitestConsumer, /Tests {2}1 passed/],
    ["playwright", "cli.js", ["test", "--reporter=line"], "agent.spec.mjs", playwrightConsumer, /1 passed/],
  ])(
    "has experiments as tests of %s",
    (runner, program, words, file, text, passed) => {
      // The runner is the user's own; the tests' is not fetched once more.
      symlinkSync(join(root, "node_modules", runner), join(project, "node_modules", runner), "dir");
      writeFileSync(join(project, file), text);
      const ended = run(project, "node", join(root, "node_modules", runner, program), ...words, file);
      expect(ended, ended.text).toMatchObject({ code: 0, text: expect.stringMatching(passed) });
    },
    120_000,
  );

  it("has types that hold without looking away from its declarations", () => {
    writeFileSync(join(project, "consumer.mts"), consumer);
    const options = {
      noEmit: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      // `await using` is in no yearly edition of the library yet.
      lib: ["es2024", "esnext.disposable", "dom", "dom.iterable"],
      module: "nodenext",
      moduleResolution: "nodenext",
      resolveJsonModule: true,
      allowImportingTsExtensions: true,
      skipLibCheck: false,
      types: [],
    };
    const tsconfig = { compilerOptions: options, include: ["consumer.mts", "brownout/*.mts"] };
    writeFileSync(join(project, "tsconfig.json"), JSON.stringify(tsconfig));
    expect(run(project, join(root, "node_modules", ".bin", "tsc"), "-p", ".")).toEqual({ code: 0, text: "" });
  }, 240_000);
});
