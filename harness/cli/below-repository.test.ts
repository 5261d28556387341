import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { cliHere, project } from "../testing/child-cli.ts";
import { experiment, small } from "../testing/small-project.ts";
import { belowRepository } from "./below-repository.ts";

it("names files from the repository on, where the project is a folder of it", async () => {
  const files = { ...small, ...experiment("completion-rate: { atLeast: 0.5", "answer-correctness: { atLeast: 0.9") };
  const below = "services/the desk";
  using repository = project(
    Object.fromEntries(Object.entries(files).map(([file, text]) => [`${below}/${file}`, text])),
  );
  const desk = join(repository.cwd, below);
  expect(belowRepository({ cwd: desk })).toBe("");
  mkdirSync(join(repository.cwd, ".git"));
  expect(belowRepository({ cwd: desk })).toBe(below);
  expect(belowRepository(repository)).toBe("");
  const { stdout } = await cliHere(["run", "experiment.yaml", "-q", "-o", "runs", "-f", "github"], desk);
  expect(stdout).toContain(`::error file=${below}/experiment.yaml,line=8,`);
}, 30_000);
