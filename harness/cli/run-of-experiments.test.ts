import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { check } from "../testing/check-cli.ts";
import { cliHere, project } from "../testing/child-cli.ts";

const later = "29991231-000000-day1";

it("a game day that was last is passed over where a run of experiments is wanted, and told for what it is", async () => {
  using at = project({ "gate.yaml": "experiments: { broken: 0 }\n" });
  const cli = (...argv: string[]) => cliHere([...argv, "-o", "runs"], at.cwd);
  check(await cli("run", "experiment.yaml", "-q"), 0, []);
  const run = at.journal().split("/").at(-2) ?? "";
  const day = join(at.cwd, "runs", later);
  cpSync(join(at.cwd, "runs", run), day, { recursive: true });
  const lines = readFileSync(join(day, "journal.jsonl"), "utf8").split("\n");
  const told = {
    hypotheses: [],
    people: [],
    phases: [],
    steadyState: [],
    abortWhen: [],
    playbooks: {},
    attended: true,
  };
  const asDay = (line: string) => line.replace(/^\{"type":"experiment",/, `$&"gameday":${JSON.stringify(told)},`);
  writeFileSync(join(day, "journal.jsonl"), lines.map(asDay).join("\n"));

  check(await cli("baseline", "accept", "--file", "base.yaml"), 0, [new RegExp(`Run ${run}: 1 experiment`)]);
  check(await cli("gate", "--run", "latest"), 0, [/GATE PASSED/]);
  for (const asked of [
    ["baseline", "accept", later],
    ["gate", "--run", later],
  ])
    check(await cli(...asked), 2, [/This run is a game day.*brownout gameday report 29991231-000000-day1/s]);

  rmSync(join(at.cwd, "runs", run), { recursive: true });
  check(await cli("baseline", "accept", "--file", "base.yaml"), 2, [/there are only game days/]);
  expect(readFileSync(join(at.cwd, "base.yaml"), "utf8")).toContain(run);
});
