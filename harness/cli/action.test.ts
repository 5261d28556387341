import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { largest } from "../../reports/documents/markdown.ts";
import { type Project, project } from "../testing/child-cli.ts";

const root = join(import.meta.dirname, "..", "..");
const step = z.strictObject({
  id: z.string().optional(),
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  with: z.record(z.string(), z.string()).optional(),
  shell: z.literal("bash").optional(),
  "working-directory": z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  run: z.string().optional(),
});
const action = z
  .object({
    name: z.string(),
    description: z.string(),
    inputs: z.record(z.string(), z.strictObject({ description: z.string(), default: z.string() })),
    outputs: z.record(z.string(), z.strictObject({ description: z.string(), value: z.string() })),
    runs: z.strictObject({ using: z.literal("composite"), steps: z.array(step) }),
  })
  .parse(parse(readFileSync(join(root, "action.yml"), "utf8")));
type Values = Record<string, string>;

/** What GitHub's runner puts in place of `${{ … }}`: names, and what is known of them. */
const filled = (text: string, known: Values): string =>
  text.replace(/\$\{\{\s*([\w.-]+)\s*\}\}/g, (_, name: string) => known[name] ?? "");
/** `a == 'x' && b != ''`, which is all that the file uses. */
const applies = (condition: string, known: Values): boolean =>
  condition.split("&&").every((part) => {
    const [, name = "", sign, value] = /^\s*([\w.-]+)\s*(==|!=)\s*'([^']*)'\s*$/.exec(part) ?? [];
    if (sign === undefined) throw new Error(`Cannot read the condition ${part}`);
    return ((known[name] ?? "") === value) === (sign === "==");
  });

const policy = "experiments: { broken: 0, inconclusive: 0 }\n";
/** Keeps what it is told, and knows one comment already where that is asked for. */
const gh = `#!/bin/sh
printf '%s\\n' "$@" >> gh.log
case "$*" in *--paginate*) printf '%s' "$KNOWN_COMMENT";; esac
`;

function prepared(claim: string, policyText = policy): Project {
  const folder = project({ "gate.yaml": policyText });
  const experiment = join(folder.cwd, "experiment.yaml");
  const text = readFileSync(experiment, "utf8");
  writeFileSync(experiment, text.replace("completion-rate: { atLeast: 0.5, decide: point }", claim));
  for (const [file, script] of [
    ["node_modules/.bin/brownout", `#!/bin/sh\nexec '${process.execPath}' '${join(root, "harness/main.ts")}' "$@"\n`],
    ["bin/gh", gh],
  ] as const) {
    mkdirSync(dirname(join(folder.cwd, file)), { recursive: true });
    writeFileSync(join(folder.cwd, file), script);
    chmodSync(join(folder.cwd, file), 0o755);
  }
  return folder;
}

/** The shell steps in order, until one fails, as GitHub's runner would do it. */
function act({ cwd }: Project, inputs: Values, event: Values = {}) {
  const files = { GITHUB_OUTPUT: join(cwd, "output"), GITHUB_STEP_SUMMARY: join(cwd, "summary.md") };
  for (const file of Object.values(files)) writeFileSync(file, "");
  mkdirSync(join(cwd, "temp"), { recursive: true });
  const known: Values = { "runner.temp": join(cwd, "temp"), ...event };
  for (const [name, { default: usual }] of Object.entries(action.inputs))
    known[`inputs.${name}`] = inputs[name] ?? usual;
  const used: string[] = [];
  let log = "";
  for (const one of action.runs.steps) {
    if (one.if !== undefined && !applies(one.if, known)) continue;
    used.push(one.name ?? one.uses ?? "");
    if (one.run === undefined) continue;
    const env = Object.fromEntries(Object.entries(one.env ?? {}).map(([name, text]) => [name, filled(text, known)]));
    const path = [join(cwd, "bin"), dirname(process.execPath), process.env["PATH"]].join(delimiter);
    const ended = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", one.run], {
      cwd: join(cwd, filled(one["working-directory"] ?? ".", known)),
      encoding: "utf8",
      env: { ...process.env, PATH: path, GITHUB_REPOSITORY: "a/b", ...files, ...event, ...env },
    });
    log += ended.stdout + ended.stderr;
    for (const line of readFileSync(files.GITHUB_OUTPUT, "utf8").split("\n")) {
      const [name, value] = line.split(/=(.*)/s);
      if (one.id !== undefined && value !== undefined) known[`steps.${one.id}.outputs.${name}`] = value;
    }
    if (ended.status !== 0) return { code: ended.status, used, log, known };
  }
  return { code: 0, used, log, known };
}

const read = ({ cwd }: Project, file: string): string => readFileSync(join(cwd, file), "utf8");

/** What the page tells the users of other CIs to run, without the installation. */
const documented = (() => {
  const page = readFileSync(join(root, "docs/ci.md"), "utf8");
  const blocks = (language: string): readonly string[] =>
    [...page.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "gs"))].map(([, text = ""]) => text);
  const gitlab = blocks("yaml")
    .map((text): unknown => parse(text))
    .find((one) => JSON.stringify(one).includes("after_script"));
  const { script, after_script } = z
    .object({ brownout: z.object({ script: z.array(z.string()), after_script: z.array(z.string()) }) })
    .transform(({ brownout }) => brownout)
    .parse(gitlab);
  const gate = script.filter((line) => line !== "npm ci").map((line) => `${line} || code=$?`);
  return {
    gitlab: ["code=0", ...gate, ...after_script, "exit $code"].join("\n"),
    shell: blocks("sh").find((text) => text.includes("brownout gate")) ?? "",
  };
})();

describe("docs/ci.md", { timeout: 120_000 }, () => {
  it.each(["gitlab", "shell"] as const)(
    "publishes what a gate decided, and nothing older where it could not run: %s",
    (name) => {
      using folder = prepared("answer-correctness: { atLeast: 0.9, decide: point }");
      mkdirSync(join(folder.cwd, "experiments/suites"), { recursive: true });
      writeFileSync(
        join(folder.cwd, "experiments/suites/gate.yaml"),
        "title: Gate\nexperiments: [../../experiment.yaml]\n",
      );
      const path = [dirname(process.execPath), process.env["PATH"]].join(delimiter);
      const script = documented[name].replace("brownout gate ", "brownout gate --recheck ");
      const run = () =>
        spawnSync("bash", ["-c", script], { cwd: folder.cwd, encoding: "utf8", env: { ...process.env, PATH: path } });
      const first = run();
      expect(first.status, first.stdout + first.stderr).toBe(1);
      expect(read(folder, "junit.xml")).toContain("<failure");
      expect(JSON.parse(read(folder, "brownout.sarif"))).toMatchObject({ version: "2.1.0" });
      writeFileSync(join(folder.cwd, "gate.yaml"), "experimnts: { broken: 0 }\n");
      const second = run();
      expect(second.status, second.stdout + second.stderr).toBe(2);
      for (const file of ["junit.xml", "brownout.sarif"]) expect(existsSync(join(folder.cwd, file)), file).toBe(false);
    },
  );
});

describe("action.yml", { timeout: 120_000 }, () => {
  it("hands what users write to its scripts by the environment alone", () => {
    for (const { run, shell, uses } of action.runs.steps) {
      expect(run ?? "").not.toContain("${{");
      expect(run === undefined ? uses : shell).toMatch(/^bash$|^[\w/-]+@v\d+$/);
    }
    const text = readFileSync(join(root, "action.yml"), "utf8");
    for (const [, name = ""] of text.matchAll(/\binputs\.([\w-]+)/g))
      expect(Object.keys(action.inputs)).toContain(name);
  });

  it("cuts no report: one number is the longest of both, and leaves room for the mark", () => {
    const { run = "" } = action.runs.steps.find(({ name }) => name === "Comment") ?? {};
    expect([...run.matchAll(/head -c (\d+)/g)].map(([, most]) => Number(most))).toEqual([largest]);
    const [, mark = ""] = /echo "(<!-- .* -->)" > "\$BODY"/.exec(run) ?? [];
    expect(mark).not.toBe("");
    expect(`${mark}\n`.length + largest).toBeLessThanOrEqual(65_536);
  });

  it("is used in the documentation with inputs that it has, among examples that are YAML", () => {
    const page = readFileSync(join(root, "docs/ci.md"), "utf8");
    const blocks = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]): unknown => parse(text));
    expect(blocks).toHaveLength(3);
    const [workflow] = blocks;
    const { steps } = z
      .object({ jobs: z.object({ gate: z.object({ steps: z.array(step) }) }) })
      .transform(({ jobs }) => jobs.gate)
      .parse(JSON.parse(JSON.stringify(workflow), (_, value) => (typeof value === "object" ? value : String(value))));
    const used = steps.find(({ uses }) => uses?.includes("brownout"))?.with ?? {};
    expect(Object.keys(used)).toEqual(["arguments", "sarif", "comment"]);
    for (const name of Object.keys(used)) expect(Object.keys(action.inputs)).toContain(name);
    for (const [, name = ""] of page.matchAll(/^\| `([\w-]+)` \| (?:`[^|]*`)? ?\|/gm))
      expect(Object.keys(action.inputs)).toContain(name);
  });

  it("blocks what broke: annotations, summary, SARIF, artifact, a comment, and the gate's exit code", () => {
    using folder = prepared("answer-correctness: { atLeast: 0.9, decide: point }");
    const all = { install: "echo installed > installed", paths: "experiment.yaml", sarif: "true", comment: "true" };
    const first = act(folder, all, { "github.event.pull_request.number": "7" });
    expect(first.code, first.log).toBe(1);
    expect(read(folder, "installed")).toBe("installed\n");
    expect(first.log).toMatch(/^::error file=experiment\.yaml,line=\d+/m);
    expect(read(folder, "summary.md")).toMatch(/broken/i);
    expect(first.known["steps.gate.outputs.exit-code"]).toBe("1");
    const run = first.known["steps.gate.outputs.folder"] ?? "";
    for (const file of ["report.html", "report.xml", "report.json", "gate.json", "brownout.sarif"])
      expect(existsSync(join(run, file)), file).toBe(true);
    expect(JSON.parse(readFileSync(join(run, "brownout.sarif"), "utf8"))).toMatchObject({ version: "2.1.0" });
    expect(first.used).toEqual(
      expect.arrayContaining([
        "Gate",
        "github/codeql-action/upload-sarif@v4",
        "actions/upload-artifact@v4",
        "Decision",
      ]),
    );
    expect(read(folder, "gh.log")).toContain("--method\nPOST\nrepos/a/b/issues/7/comments\n--field\nbody=@");
    expect(read(folder, "temp/brownout-comment.md")).toMatch(/^<!-- brownout -->\n.*brownout run experiment\.yaml/s);
  });

  it("passes what holds, says nothing where it was not asked to, and forgets the run before", () => {
    using folder = prepared("completion-rate: { atLeast: 0.5, decide: point }");
    mkdirSync(join(folder.cwd, "temp/brownout/20200101-000000-abcdef"), { recursive: true });
    const held = act(folder, { install: "", paths: "experiment.yaml", arguments: "--repeats 4", artifact: "" });
    expect(held.code, held.log).toBe(0);
    expect(held.used).toEqual(["actions/setup-node@v6", "Gate", "Decision"]);
    expect(globSync("*", { cwd: join(folder.cwd, "temp/brownout") })).toHaveLength(1);
    expect(existsSync(join(folder.cwd, "gh.log"))).toBe(false);
  });

  it("publishes the run that holds the decision, and not the one that was made to check it", () => {
    using folder = prepared("answer-correctness: { atLeast: 0.9, decide: point }");
    const given = { install: "", paths: "experiment.yaml\n", arguments: "--recheck\n--repeats\n3" };
    const ended = act(folder, given);
    expect(ended.code, ended.log).toBe(1);
    const runs = globSync("*", { cwd: join(folder.cwd, "temp/brownout") });
    expect(runs).toHaveLength(2);
    const run = ended.known["steps.gate.outputs.folder"] ?? "";
    expect(existsSync(join(run, "gate.json"))).toBe(true);
    const { trials } = z
      .object({ experiments: z.tuple([z.object({ trials: z.object({ planned: z.number() }) })]) })
      .transform(({ experiments: [one] }) => one)
      .parse(JSON.parse(readFileSync(join(run, "report.json"), "utf8")));
    expect(trials.planned).toBe(12);
  });

  it("never passes what could not run, and says so where the comment is", () => {
    using folder = prepared("completion-rate: { atLeast: 0.5 }", "experimnts: { broken: 0 }\n");
    const inputs = { install: "", paths: "experiment.yaml", comment: "true" };
    const ended = act(folder, inputs, { "github.event.pull_request.number": "7", KNOWN_COMMENT: "41\n42\n" });
    expect(ended.code, ended.log).toBe(2);
    expect(ended.log).toMatch(/gate\.yaml:1:1/);
    expect(read(folder, "summary.md")).toContain("could not run** (exit code 2)");
    expect(read(folder, "temp/brownout-comment.md")).toContain("could not run** (exit code 2)");
    expect(read(folder, "gh.log")).toContain("--method\nPATCH\nrepos/a/b/issues/comments/41\n");
  });

  it("fails with the command that installs the project", () => {
    using folder = prepared("completion-rate: { atLeast: 0.5 }");
    expect(act(folder, { install: "false; true" })).toMatchObject({
      code: 1,
      used: ["actions/setup-node@v6", "Install"],
    });
  });
});
