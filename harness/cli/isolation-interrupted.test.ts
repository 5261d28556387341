import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { noNamespaces, orSkipped } from "../interceptors/testing/namespaces.ts";
import { processesWith, project, startCli, until } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

const files = (mark: string, more = "") => ({
  "experiment.yaml": small["experiment.yaml"].replace("target.yaml", "held.yaml").replace("repeats: 3", "repeats: 1"),
  "held.yaml": `name: held\nkind: command\ncommand: [sh, agent.sh, ${mark}]\n${more}systemMap: system-map.yaml\n`,
  "agent.sh": `trap '' TERM; echo up > up.txt; cat > /dev/null; while :; do sleep 0.2; done\n`,
});

describe.skipIf(noNamespaces !== undefined)(`a run whose programs are held${orSkipped}`, () => {
  it.concurrent.each(["SIGKILL", "SIGINT"] as const)(
    "leaves no namespace, no process and no file when it is ended by %s",
    async (signal) => {
      const mark = `brownout-held-${process.pid}-${signal}`;
      using folder = project(files(mark));
      const { child, ended } = startCli(["run", "experiment.yaml", "-q", "-o", "runs", "-c", "1"], folder.cwd, {
        TMPDIR: folder.cwd,
      });
      const up = (): boolean => existsSync(join(folder.cwd, "up.txt"));
      // A busy machine: several of these waits.
      await until(up, "the agent").catch(() => until(up, "the agent"));
      const holders = (): number => processesWith(`holder.ts\0${child.pid}\0`).length;
      expect(holders()).toBeGreaterThan(0);
      expect(processesWith(mark).length).toBeGreaterThan(0);
      child.kill(signal);
      expect(await ended).toMatchObject(signal === "SIGKILL" ? { signal } : { code: 130, signal: null });
      await until(() => processesWith(mark).length === 0, "the end of the agent");
      await until(() => holders() === 0, "the end of who keeps the namespace");
      expect(readdirSync(folder.cwd).filter((name) => /^(brownout-|tmp\.)/.test(name))).toEqual([]);
    },
    90_000,
  );
});

it("says where nothing was held, and why", async () => {
  using folder = project({
    ...files("free", "isolation: none\n"),
    "agent.sh": `cat > /dev/null; echo '"shipped"'\n`,
  });
  const { ended } = startCli(["run", "experiment.yaml", "-o", "runs"], folder.cwd);
  const { stdout, stderr } = await ended;
  expect(stderr).toContain("! isolation: none: the target's file says so");
  expect(stdout.replace(/\s+/g, " ")).toContain(
    'isolation: none: the target\'s file says so. What "held" calls past its variables and its proxy is neither blocked nor named.',
  );
  expect(folder.events()).toContainEqual(
    expect.objectContaining({ type: "isolation", kind: "none", reason: "the target's file says so" }),
  );
}, 60_000);
