import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { loadExperiments } from "../load/index.ts";
import { check } from "../testing/check-cli.ts";
import { cliHere, project } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";
import { changedSince } from "./changed.ts";
import { registry } from "./registry.ts";

const git = (cwd: string, ...args: string[]): void => {
  execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@t", "-c", "commit.gpgsign=false", ...args], {
    cwd,
    stdio: "pipe",
  });
};

it("asks git what changed, files that are not committed included, and says what is run and why", async () => {
  using at = project({
    "other.yaml": small["experiment.yaml"],
    "README.md": "x\n",
    "gate.yaml": "experiments: { broken: 0, inconclusive: 0 }\n",
  });
  git(at.cwd, "init", "-q");
  git(at.cwd, "add", ".");
  git(at.cwd, "commit", "-qm", "first");
  const experiments = await loadExperiments(["experiment.yaml", "other.yaml"], registry, at);
  const since = async (revision: string) => {
    const said: string[] = [];
    const io = { cwd: at.cwd, err: (text: string) => said.push(text), written: [] };
    const chosen = await changedSince(experiments, revision, io);
    return { chosen: chosen.experiments.map(({ id }) => id), said: said.join("") };
  };
  const nothing = await since("HEAD");
  expect(nothing.chosen).toEqual(["experiment", "other"]);
  expect(nothing.said).toMatch(
    "Nothing that an experiment rests on has changed since HEAD (0 files changed): all 2 are run.",
  );

  writeFileSync(join(at.cwd, "other.yaml"), small["experiment.yaml"].replace("seed: 7", "seed: 8"));
  writeFileSync(join(at.cwd, "README.md"), "y\n");
  git(at.cwd, "commit", "-qam", "second");
  const one = await since("HEAD~1");
  expect(one.chosen).toEqual(["other"]);
  expect(one.said).toBe(
    "1 of 2 experiments concerned by what changed since HEAD~1 (2 files changed):\n  other  other.yaml: the experiment itself\n",
  );

  writeFileSync(join(at.cwd, "gate.yaml"), "experiments: { broken: 1, inconclusive: 0 }\n");
  writeFileSync(join(at.cwd, "other.yaml"), small["experiment.yaml"].replace("seed: 7", "seed: 9"));
  check(await cliHere(["gate", "--changed-since", "HEAD", "experiment.yaml", "other.yaml"], at.cwd), 0, [
    /Not counted as a change: gate\.yaml \(it changes no trial; a gate decides by it as it is now\)/,
    /1 of 2 experiments concerned by what changed since HEAD \(1 file changed\):\n {2}other/,
  ]);
  git(at.cwd, "commit", "-qam", "third");

  writeFileSync(join(at.cwd, "prompt.txt"), "new, and not committed\n");
  expect((await since("HEAD")).chosen).toEqual(["experiment", "other"]);

  check(await cliHere(["gate", "experiment.yaml", "--changed-since", "mian"], at.cwd), 2, [
    /--changed-since Cannot ask git what changed since "mian": .*\n?.*In CI fetch it first/,
  ]);
  check(await cliHere(["run", "experiment.yaml", "--dimension", "tolls"], at.cwd), 2, [/Did you mean "tools"\?/]);
});

it("says that git is not there", async () => {
  using at = project({});
  vi.stubEnv("PATH", at.cwd);
  onTestFinished(() => void vi.unstubAllEnvs());
  const asked = changedSince([], "main", { cwd: at.cwd, err: () => undefined, written: [] });
  await expect(asked).rejects.toThrow(/what changed since "main": spawn git ENOENT\. In CI/);
});
