import { expect, it } from "vitest";
import { all } from "../testing/check-cli.ts";
import { cli, project } from "../testing/child-cli.ts";
import { once } from "../testing/small-project.ts";

it("a program that calls nothing before its deadline is told apart from one that hangs under a fault", {
  timeout: 120_000,
}, async () => {
  using folder = project({
    "experiment.yaml": once("command.yaml")["experiment.yaml"]?.replace("deadline: 20s", "deadline: 1s"),
    "command.ts": "setInterval(() => undefined, 60_000);\n",
  });
  const ended = await cli(["run", "experiment.yaml", "-q", "-o", "runs"], folder.cwd);
  const said = all(ended).replace(/\s+/g, " ");
  const why =
    "the agent made no call in the 1s of its deadline: it takes them to start, or hangs before its first call";
  expect(ended.code).toBe(3);
  expect(said).toContain(
    `2 of 2 trials without any fault ended hung; ${why}; lower --concurrency or raise the deadline`,
  );
  expect(said).toContain(`2 trials could not be judged: ${why}`);
  expect(said).toContain(`Next: “The order service is down” cannot tell, since ${why}; lower --concurrency`);
});
