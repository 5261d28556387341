import { execFileSync, spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { cliHere, type Project, project } from "../testing/child-cli.ts";
import { type Files, small } from "../testing/small-project.ts";
import { changedSince } from "./changed.ts";
import { databaseFiles } from "./history/remember.ts";
import { registry } from "./registry.ts";

const program = join(import.meta.dirname, "..", "main.ts");
const git = (cwd: string, ...args: string[]): void => {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", ...args], {
    cwd,
    stdio: "pipe",
  });
};

/** Two experiments, of which the last commit has changed one. */
function withOneChange(files: Files = {}): Project {
  const at = project({
    "other.yaml": small["experiment.yaml"],
    "gate.yaml": "experiments: { broken: 0, inconclusive: 0 }\n",
    ...files,
  });
  git(at.cwd, "init", "-q");
  git(at.cwd, "add", ".");
  git(at.cwd, "commit", "-qm", "first");
  writeFileSync(join(at.cwd, "other.yaml"), small["experiment.yaml"].replace("seed: 7", "seed: 8"));
  git(at.cwd, "commit", "-qam", "second");
  return at;
}
const asked = ["gate", "experiment.yaml", "other.yaml", "--changed-since", "HEAD~1", "-q", "-f", "markdown", "-o"];
/** Experiments of the only run below a folder. */
const ran = ({ cwd }: Project, out: string): readonly string[] => {
  const [run = "none"] = readdirSync(join(cwd, out));
  const { experiments } = JSON.parse(readFileSync(join(cwd, out, run, "report.json"), "utf8"));
  return experiments.map((one: { id: string }) => one.id);
};

/** As `brownout … > FILE` does: the file is there before the command begins. */
async function redirected(args: readonly string[], { cwd }: Project, file: string): Promise<string> {
  const out = openSync(join(cwd, file), "w");
  const child = spawn(process.execPath, [program, ...args], { cwd, stdio: ["ignore", out, "pipe"] });
  let said = "";
  child.stderr?.setEncoding("utf8").on("data", (part: string) => {
    said += part;
  });
  await new Promise((resolve) => child.once("close", resolve));
  closeSync(out);
  return said;
}

it("the file that a shell opens for the command's own output is no change", { timeout: 60_000 }, async () => {
  using at = withOneChange();
  expect(await redirected([...asked, "kept"], at, "comment.md")).toMatch(
    /Not counted as a change: comment\.md \(what this command prints goes there\)\.\n1 of 2 experiments concerned/,
  );
  expect(ran(at, "kept")).toEqual(["other"]);
  expect(readFileSync(join(at.cwd, "comment.md"), "utf8")).toMatch(/The gate/);
  // Written by the command before: nobody can say that no agent reads it.
  const next = await cliHere([...asked, "again"], at.cwd);
  expect(ran(at, "again")).toEqual(["experiment", "other"]);
  const words =
    "--changed-since HEAD~1 narrowed less than it may: 1 of 2 experiments is run only because nobody can say what rests on comment.md. If no agent reads it, remove it, name it in .gitignore, or write it below reports/ or outside the project. If one does, keep it in the folder of that agent's target.";
  expect(next.stderr).toContain(words);
  expect(next.stdout.replaceAll("\\", "")).toContain(words);
  // So does the report of the journal, whenever it is made.
  const { stdout } = await cliHere(["report", "latest", "--out", "again"], at.cwd);
  expect(stdout.replace(/\s+/g, " ")).toContain(words);
});

/** What is run for files that git does not know, and what is said. */
async function since(
  at: Project,
  files: Readonly<Record<string, string>>,
  io: Partial<Parameters<typeof changedSince>[2]> = {},
) {
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at.cwd, file)), { recursive: true });
    writeFileSync(join(at.cwd, file), text);
  }
  const said: string[] = [];
  const experiments = await loadExperiments(["experiment.yaml", "other.yaml"], registry, at);
  const chosen = await changedSince(experiments, "HEAD~1", {
    cwd: at.cwd,
    err: (text) => said.push(text),
    written: [],
    ...io,
  });
  for (const file of Object.keys(files)) rmSync(join(at.cwd, file));
  return { ...chosen, experiments: chosen.experiments.map(({ id }) => id), said: said.join("") };
}

it("what runs left behind, files that are written, and empty texts are no change", async () => {
  using at = withOneChange();
  for (const [files, io, why] of [
    [{ "kept/20260101-020000-abc/journal.jsonl": "{}\n" }, {}, "journal.jsonl (a run left it)"],
    [
      { "nights.db": "x", "nights.db-wal": "x" },
      { written: databaseFiles("nights.db") },
      "nights.db-wal (this command writes it)",
    ],
    [{ "comment.md": "" }, {}, "comment.md (nothing stands in it)"],
    [
      { "comment.md": "x" },
      { writesTo: (file: string) => file === join(at.cwd, "comment.md") },
      "comment.md (what this",
    ],
  ] as const) {
    const { experiments, unplaced, said } = await since(at, files, io);
    expect({ why, experiments, unplaced }).toEqual({ why, experiments: ["other"], unplaced: undefined });
    expect(said).toContain(why);
  }
});

it("what may say something to an agent runs everything, and is named", async () => {
  using at = withOneChange();
  for (const files of [
    { "kept/20260101-020000-abc/prompt.md": "x" }, // no journal beside it
    { "flags.json": "" },
    { "nights.db": "x" },
    { "comment.md": "", "prompt.md": "x" },
  ]) {
    const { experiments, unplaced } = await since(at, files);
    const [named] = Object.keys(files).toReversed();
    expect(experiments).toEqual(["experiment", "other"]);
    expect(unplaced).toEqual({ experiments: 1, of: 2, count: 1, files: [named], fresh: true });
  }
  const many = Object.fromEntries(["a", "b", "c", "d", "e"].map((name) => [`${name}.json`, "{}"]));
  expect((await since(at, many)).said).toContain("rests on a.json, b.json, c.json and 2 more files. If");
});

it("an empty text in a target's folder concerns that target, and a lockfile is nothing to be removed", async () => {
  using at = withOneChange({
    "desk/target.yaml": small["target.yaml"].replace("./agent", "../agent").replace(": system", ": ../system"),
    "experiment.yaml": small["experiment.yaml"].replace("target.yaml", "desk/target.yaml"),
    "package-lock.json": "{}",
  });
  const { experiments, said } = await since(at, { "desk/prompt.md": "" });
  expect(experiments).toEqual(["experiment", "other"]);
  expect(said).toContain("experiment  desk/prompt.md: its target's folder");
  expect(said).not.toContain("Not counted");
  expect((await since(at, { "package-lock.json": "{ }" })).said).toContain(
    "rests on package-lock.json. If no agent reads it, keep it below docs/. If one does,",
  );
});
