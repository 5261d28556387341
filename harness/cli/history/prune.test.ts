import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { HistoryReport } from "../../domain/history.ts";
import { openHistory } from "../../store/index.ts";
import { cliHere, type Project, project } from "../../testing/child-cli.ts";
import { simulateNights } from "../../testing/simulated-nights.ts";
import { type Files, small } from "../../testing/small-project.ts";

/** One pair each for two tasks, where runs are kept by default. */
const files: Files = { "experiment.yaml": small["experiment.yaml"].replace("repeats: 3", "repeats: 10") };
const night = ["run", "experiment.yaml", "-q", "--format", "json"];
const shown = async ({ cwd }: Project): Promise<HistoryReport> =>
  JSON.parse((await cliHere(["history", "--format", "json"], cwd)).stdout);
const runsOf = ({ cwd }: Project): readonly string[] => readdirSync(join(cwd, "reports/runs")).sort();

describe("prune", { timeout: 60_000 }, () => {
  /** Six runs of six days, of which the second is a baseline; the first was the first to show its findings. */
  async function aged(): Promise<Project> {
    const folder = project(files);
    await cliHere(night, folder.cwd);
    const root = join(folder.cwd, "reports/runs");
    const [made = ""] = readdirSync(root);
    for (let day = 1; day <= 6; day += 1) {
      const name = `2020010${day}-020000-abcdef`;
      cpSync(join(root, made), join(root, name), { recursive: true });
      const journal = join(root, name, "journal.jsonl");
      const text = readFileSync(journal, "utf8").replaceAll(made, name);
      writeFileSync(journal, text.replace(/"at":"\d{4}-\d\d-\d\d/, `"at":"2020-01-0${day}`));
    }
    mkdirSync(join(folder.cwd, "reports/baselines"));
    writeFileSync(join(folder.cwd, "reports/baselines/desk.json"), '{"run":"20200102-020000-abcdef"}');
    return folder;
  }

  it("names what would go, and takes it when it is told to", async () => {
    using folder = await aged();
    const before = runsOf(folder);
    const dry = await cliHere(["prune", "--keep-for", "30d"], folder.cwd);
    expect(dry).toMatchObject({ code: 0 });
    expect(dry.stdout).toContain("Nothing is removed yet: add --yes.");
    expect(dry.stdout).toMatch(/stays +20200102-020000-abcdef .* a baseline/);
    expect(runsOf(folder)).toEqual(before);
    const done = await cliHere(["prune", "--keep-for", "30d", "--yes"], folder.cwd);
    expect(done.stdout).toMatch(/^Removed [45] of 7 runs/);
    const left = runsOf(folder);
    expect(left).toContain("20200102-020000-abcdef");
    expect(left).toContain(before.at(-1)); // the latest
    expect(left).not.toContain("20200105-020000-abcdef");
    // What is gone is still known.
    expect((await shown(folder)).runs).toHaveLength(7);
  });

  it("keeps the runs in which a finding was first seen, and one that is going on", async () => {
    using folder = await aged();
    {
      using history = await openHistory(join(folder.cwd, "reports/history.db"));
      const [simulated] = simulateNights({ name: "new", nights: 1, experiments: 1, trials: 20, correct: () => 0 });
      if (simulated) history.record({ ...simulated, run: "20200104-020000-abcdef", at: "2020-01-04T02:00:00.000Z" });
    }
    const { lockRun } = await import("../../store/index.ts");
    using _lock = lockRun(join(folder.cwd, "reports/runs/20200103-020000-abcdef"));
    await cliHere(["prune", "--keep-runs", "1", "--yes"], folder.cwd);
    const left = runsOf(folder);
    expect(left).toContain("20200103-020000-abcdef");
    expect(left).toContain("20200104-020000-abcdef");
    expect(left).not.toContain("20200105-020000-abcdef");
  });

  it("keeps a gate's run that showed a finding before any night did, and the first night of it", async () => {
    using folder = await aged();
    const root = join(folder.cwd, "reports/runs");
    // Before all of those six, by the same agent: what they show, it showed first.
    const gate = "20191231-020000-abcdef";
    cpSync(join(root, "20200101-020000-abcdef"), join(root, gate), { recursive: true });
    const journal = join(root, gate, "journal.jsonl");
    const text = readFileSync(journal, "utf8").replaceAll("20200101-020000-abcdef", gate);
    writeFileSync(
      journal,
      text
        .replace('"at":"2020-01-01', '"at":"2019-12-31')
        .replace('"command":["brownout","run"', '"command":["brownout","gate"'),
    );
    const { stdout } = await cliHere(["prune", "--keep-runs", "1", "--yes"], folder.cwd);
    expect(stdout).toMatch(/stays +20191231-020000-abcdef .* new findings/);
    const left = runsOf(folder);
    expect(left).toContain(gate);
    expect(left).toContain("20200101-020000-abcdef");
    expect(left).not.toContain("20200103-020000-abcdef");
    expect((await shown(folder)).runs.map(({ run }) => run)).not.toContain(gate);
  });

  it("keeps the runs of baselines that policies name elsewhere: the usual one, those of gates that ran, and what is named", async () => {
    using folder = await aged();
    const root = join(folder.cwd, "reports/runs");
    mkdirSync(join(folder.cwd, "ci"));
    const policies = { "gate.yaml": "03", "ci/gate.yaml": "04", "ci/other.yaml": "05" };
    for (const [policy, day] of Object.entries(policies)) {
      writeFileSync(join(folder.cwd, policy), `baseline: { file: accepted-${day}.yaml, findings: { new: 0 } }\n`);
      const beside = join(folder.cwd, policy, "..", `accepted-${day}.yaml`);
      writeFileSync(beside, `run: 202001${day}-020000-abcdef\n`);
    }
    const journal = join(root, "20200106-020000-abcdef", "journal.jsonl");
    const asked = '"command":["brownout","gate","--policy","ci/gate.yaml"';
    writeFileSync(journal, readFileSync(journal, "utf8").replace('"command":["brownout","run"', asked));
    const stays = async (...more: readonly string[]) =>
      (await cliHere(["prune", "--keep-runs", "1", ...more], folder.cwd)).stdout.match(
        /(?<=stays +2020010)[345](?=.*a baseline)/g,
      );
    expect(await stays()).toEqual(["3", "4"]);
    expect(await stays("--policy", "ci/other.yaml")).toEqual(["3", "4", "5"]);
    const wrong = await cliHere(["prune", "--keep-runs", "1", "--policy", "ci/gone.yaml", "--yes"], folder.cwd);
    expect(wrong).toMatchObject({ code: 2, stdout: "" });
    expect(wrong.stderr).toMatch(/^ci\/gone\.yaml There is no such policy/);
    writeFileSync(join(folder.cwd, "gate.yaml"), "baseline: {");
    expect(await cliHere(["prune", "--keep-runs", "1", "--yes"], folder.cwd)).toMatchObject({ code: 2, stdout: "" });
    expect(runsOf(folder)).toHaveLength(7);
  });

  it("does nothing without a policy", async () => {
    using folder = project();
    const { code, stderr } = await cliHere(["prune"], folder.cwd);
    expect(code).toBe(2);
    expect(stderr).toContain("What may stay?");
  });
});
