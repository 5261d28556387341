import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { type Project, processesWith, project, until } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

const root = join(import.meta.dirname, "..", "..");
const cli = join(root, "node_modules", "playwright", "cli.js");

const tests = `import { existsSync } from "node:fs";
import { expect, test } from "brownout/playwright";

test("held holds", async ({ brownout }) => {
  const held = brownout("held.yaml", { repeats: 4 });
  await expect(held).toHold();
  await expect(held).not.toFind("retry-storm");
  const { verdict, experiments } = await held.run();
  expect([verdict, experiments[0].trials.planned]).toEqual(["held", 16]);
});
test("broken holds", async ({ brownout }) => {
  await expect(brownout("broken.yaml")).toHold();
});
test("broken is broken, and two are run", async ({ brownout }) => {
  const broken = brownout("broken.yaml");
  await expect(broken).not.toHold();
  await expect(broken).toFind("transient-not-retried");
  await expect(brownout("held.yaml")).toHold();
});
test("missing is broken", async ({ brownout }) => {
  await expect(brownout("missing.yaml")).not.toHold();
});
test("a path holds", async () => {
  await expect("held.yaml").toHold();
});
test("slow holds", async ({ brownout }) => {
  const begun = Date.now();
  const holds = expect(brownout("slow.yaml")).toHold();
  holds.catch(() => undefined);
  while (!existsSync("asked")) await new Promise((resolve) => setTimeout(resolve, 20));
  test.setTimeout(Date.now() - begun + 200);
  await holds;
});
`;

const interrupted = `import { expect, test } from "brownout/playwright";
test("slow holds", async ({ brownout }) => {
  await expect(brownout("slow.yaml")).toHold();
});
`;

const attachment = z.object({ name: z.string(), contentType: z.string(), path: z.string().optional() });
const result = z.object({
  status: z.string(),
  errors: z.array(z.object({ message: z.string() })),
  attachments: z.array(attachment),
});
const report = z.object({
  suites: z.array(
    z.object({
      specs: z.array(z.object({ title: z.string(), tests: z.tuple([z.object({ results: z.tuple([result]) })]) })),
    }),
  ),
});

/** A project of its own, in which the sources stand in for the package. */
function withPlaywright(spec: string): Project {
  const folder = project({
    "package.json": '{ "type": "module" }\n',
    "held.yaml": small["experiment.yaml"],
    "broken.yaml": small["experiment.yaml"].replace(
      "completion-rate: { atLeast: 0.5, decide: point }",
      "answer-correctness: { atLeast: 0.9, decide: point }",
    ),
    // Its agent never answers, and is a process of its own.
    "slow.yaml": small["experiment.yaml"].replace("target.yaml", "command.yaml"),
    "command.ts":
      'import { writeFileSync } from "node:fs";\nwriteFileSync("asked", "");\nsetInterval(() => {}, 1000);\n',
    "tests/small.spec.ts": spec,
    "playwright.config.ts":
      'export default { testDir: "tests", timeout: 120_000, workers: 1, use: { brownoutOptions: { seed: "a" } } };\n',
    "tsconfig.json": JSON.stringify({
      compilerOptions: { paths: { "brownout/playwright": [join(import.meta.dirname, "index.ts")] } },
    }),
  });
  mkdirSync(join(folder.cwd, "node_modules"));
  symlinkSync(join(root, "node_modules", "playwright"), join(folder.cwd, "node_modules", "playwright"));
  return folder;
}

const environment = (): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VITEST|NODE_ENV|FORCE_COLOR|CI$)/.test(name)),
  ),
  NO_COLOR: "1",
});

describe("experiments as Playwright tests", () => {
  let folder: Project;
  let code: number | null;
  let of: ReadonlyMap<string, z.output<typeof result>>;
  beforeAll(() => {
    folder = withPlaywright(tests);
    const ended = spawnSync(process.execPath, [cli, "test", "--reporter=json"], {
      cwd: folder.cwd,
      encoding: "utf8",
      env: environment(),
    });
    code = ended.status;
    const { suites } = report.parse(JSON.parse(ended.stdout));
    of = new Map(
      suites.flatMap(({ specs }) =>
        specs.map(
          ({
            title,
            tests: [
              {
                results: [only],
              },
            ],
          }) => [title, only] as const,
        ),
      ),
    );
  }, 180_000);
  afterAll(() => folder[Symbol.dispose]());

  const said = (title: string): string => (of.get(title)?.errors ?? []).map(({ message }) => message).join("\n");

  it("passes what holds, fails what broke, what cannot run and what is no experiment", () => {
    expect(Object.fromEntries([...of].map(([title, { status }]) => [title, status]))).toEqual({
      "held holds": "passed",
      "broken holds": "failed",
      "broken is broken, and two are run": "passed",
      "missing is broken": "failed",
      "a path holds": "failed",
      "slow holds": "timedOut",
    });
    expect(code).toBe(1);
    expect(said("broken holds")).toMatch(
      /1 of 1 did not hold\.\s+BROKEN {2}The order service is down \(broken\.yaml\)/,
    );
    expect(said("broken holds")).toMatch(/Reproduce: brownout run broken\.yaml .*--seed a/);
    expect(said("missing is broken")).toMatch(/Cannot run missing\.yaml \(exit code 2\)\.\s+missing\.yaml/);
    expect(said("a path holds")).toContain('brownout("experiments/NAME.yaml")');
  });

  it("keeps the runs with what else a test leaves, and attaches their reports", () => {
    const attached = (title: string) =>
      of.get(title)?.attachments.filter(({ contentType }) => contentType === "text/html") ?? [];
    expect(attached("held holds").map(({ name }) => name)).toEqual(["held.yaml"]);
    expect(attached("broken is broken, and two are run").map(({ name }) => name)).toEqual(["broken.yaml", "held.yaml"]);
    const [broken] = attached("broken holds");
    expect(readFileSync(broken?.path ?? "", "utf8")).toMatch(/<p class="verdict">.*BROKEN/s);
    const [, told = ""] = /Report: (test-results\/\S+\/report\.html)/.exec(said("broken holds")) ?? [];
    expect(statSync(join(folder.cwd, told)).size).toBeGreaterThan(1000);
    expect(existsSync(join(folder.cwd, "reports"))).toBe(false);
  });

  it("stops a run when its test has reached its time limit, and attaches how far it came", () => {
    expect(of.get("slow holds")?.attachments.map(({ name }) => name)).toContain("brownout: a run that was cut off");
    expect(processesWith(folder.cwd)).toEqual([]);
  });
});

it("leaves no process when the tests are interrupted", async () => {
  using folder = withPlaywright(interrupted);
  const runner = spawn(process.execPath, [cli, "test", "--reporter=line"], {
    cwd: folder.cwd,
    env: environment(),
    stdio: "ignore",
  });
  const exited = once(runner, "exit");
  try {
    await until(() => existsSync(join(folder.cwd, "asked")), "the agent is asked", 90_000);
    runner.kill("SIGINT");
    expect(await exited).toEqual([130, null]);
  } finally {
    runner.kill("SIGKILL");
  }
  expect(processesWith(folder.cwd)).toEqual([]);
  const results = join(folder.cwd, "test-results");
  const journals = readdirSync(results, { recursive: true, encoding: "utf8" }).filter((file) =>
    /journal\.jsonl$/.test(file),
  );
  expect(journals).toHaveLength(1);
  expect(readFileSync(join(results, journals[0] ?? ""), "utf8")).toMatch(/"type":"run-ended","reason":"interrupted"/);
}, 120_000);
