import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cliHere, type Project, project } from "../../testing/child-cli.ts";
import { small } from "../../testing/small-project.ts";
import { scorecard, twoQuestions } from "../testing/two-questions.ts";

const json = ["--format", "json"] as const;
const run = ["run", "asked", "-q", ...json];

let folder: Project;
let whole: { readonly card: unknown; readonly code: number | null };
/** Folders of the four shards, in order. */
const shards: string[] = [];

/** Runs once more and gives the folder of that run. */
async function runInto(out: string, more: readonly string[] = [], { cwd } = folder): Promise<string> {
  await cliHere([...run, "-o", out, ...more], cwd);
  return join(out, readdirSync(join(cwd, out))[0] ?? "");
}

beforeAll(async () => {
  folder = project(twoQuestions);
  const { stdout, code } = await cliHere([...run, "-o", "whole"], folder.cwd);
  whole = { card: scorecard(stdout), code };
  for (const index of [1, 2, 3, 4]) shards.push(await runInto(`shard-${index}`, ["--shard", `${index}/4`]));
}, 60_000);
afterAll(() => folder[Symbol.dispose]());

const merge = (...runs: readonly string[]) => cliHere(["merge", ...runs, "-o", "merged", ...json], folder.cwd);
const copyOf = (shard: string, name: string, change: (journal: string) => string): string => {
  cpSync(join(folder.cwd, shard), join(folder.cwd, name), { recursive: true });
  const file = join(folder.cwd, name, "journal.jsonl");
  writeFileSync(file, change(readFileSync(file, "utf8")));
  return name;
};
const merged = (): readonly string[] => readdirSync(join(folder.cwd, "merged"));

describe("merge", () => {
  it("makes of four shards what one run would have been", async () => {
    const { stdout, code } = await merge(...shards.toReversed());
    expect(scorecard(stdout)).toEqual(whole.card);
    expect(code).toBe(whole.code);
    expect(JSON.parse(stdout)).toMatchObject({ command: ["brownout", "run", "asked"] });
    const [made = ""] = merged().filter((name) => !name.startsWith("."));
    expect(readdirSync(join(folder.cwd, "merged", made))).toContain("report.json");
    expect(readdirSync(join(folder.cwd, "merged/.merging"))).toEqual([]);
  });

  it("is held against the nights before it, as any other run", async () => {
    const page = (out: string): string => {
      const [made = ""] = readdirSync(join(folder.cwd, out)).filter((name) => !name.startsWith("."));
      return readFileSync(join(folder.cwd, out, made, "report.html"), "utf8");
    };
    for (const out of ["first", "second"])
      await cliHere(["merge", ...shards, "-o", out, "--db", "nights.db", ...json], folder.cwd);
    expect(page("first")).not.toContain("Against earlier runs");
    expect(page("second")).toContain("Against earlier runs");
  });

  it("refuses a missing shard, and one that is there twice", async () => {
    const [a = "", b = "", c = ""] = shards;
    const { code, stderr } = await merge(
      a,
      b,
      c,
      copyOf(b, "twice", (text) => text),
    );
    expect(code).toBe(2);
    expect(stderr).toContain("of 4 shards 4/4 is missing");
    expect(stderr).toMatch(/it is shard 2\/4, and so is .*Give one of them/);
  });

  it("says that one run was given twice, and under which names if its folder was copied", async () => {
    const [a = "", b = "", c = "", d = ""] = shards;
    const same = await merge(a, b, b, c, d);
    expect(same.code).toBe(2);
    expect(same.stderr).toContain(`${basename(b)} Cannot merge this run twice. Give it once.`);
    const copy = copyOf(b, join("copies", basename(b)), (text) => text);
    const { stderr } = await merge(a, b, c, d, copy);
    expect(stderr.replaceAll(/\s+/g, " ")).toMatch(
      /Cannot merge this run twice \(.*shard-2.* and .*copies.*\)\. Give it once/,
    );
    expect([same.stderr, stderr].join("")).not.toContain("and so is");
  });

  it.each([
    ["of another seed", ["--seed", "8"], /asked\/flaky: other seed/],
    ["of more repeats", ["--repeats", "4"], /asked\/flaky: other repeats/],
    ["of other experiments", ["--only", "asked/slow"], /asked\/flaky: is no longer there/],
  ])("refuses a shard %s", async (_, more, why) => {
    const foreign = await runInto(`foreign${more.join("")}`.replaceAll("/", "-"), ["--shard", "4/4", ...more]);
    const { code, stderr } = await merge(...shards.slice(0, 3), foreign);
    expect(code).toBe(2);
    expect(stderr).toMatch(why);
  });

  it("refuses a shard of another version", async () => {
    const last = shards[3] ?? "";
    const older = copyOf(last, "older", (text) => text.replace(/"brownout":"[^"]*"/, '"brownout":"0.0.9"'));
    const { code, stderr } = await merge(...shards.slice(0, 3), older);
    expect(code).toBe(2);
    expect(stderr).toContain("the version of brownout is 0.0.9");
  });

  it("refuses a shard that was cut off, one that lost a trial, and a whole run, all at once", async () => {
    const [a = "", b = ""] = shards;
    const cut = copyOf(a, "cut", (text) => text.slice(0, text.length - 60));
    const lost = copyOf(b, "lost", (text) => text.replace(/^.*"type":"trial-ended".*\n/m, ""));
    const before = merged();
    const { code, stderr } = await merge(cut, lost, join("whole", readdirSync(join(folder.cwd, "whole"))[0] ?? ""));
    expect(code).toBe(2);
    expect(stderr).toMatch(/has not come to its end.*--resume/);
    expect(stderr).toMatch(/its journal holds \d+ of its \d+ trials/);
    expect(stderr).toContain("it is not a shard of one");
    expect(merged()).toEqual(before);
  });

  it("takes a shard in which there was nothing to do", async () => {
    using one = project({ "experiment.yaml": small["experiment.yaml"].replace("repeats: 3", "repeats: 1") });
    const at = (out: string, more: readonly string[]) =>
      cliHere(["run", "experiment.yaml", "-q", "-o", out, ...json, ...more], one.cwd);
    const all = await at("whole", []);
    const codes: (number | null)[] = [];
    for (let index = 1; index <= 9; index += 1)
      codes.push((await at(`shard-${index}`, ["--shard", `${index}/9`])).code);
    // Two pairs in nine shards. A shard of nothing has shown nothing.
    expect(codes.filter((code) => code === 3).length).toBeGreaterThanOrEqual(7);
    const runs = codes.map((_, index) => `shard-${index + 1}/${readdirSync(join(one.cwd, `shard-${index + 1}`))[0]}`);
    const { stdout } = await cliHere(["merge", ...runs, "-o", "merged", ...json], one.cwd);
    expect(scorecard(stdout)).toEqual(scorecard(all.stdout));
  });
});
