import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { findBrowser } from "../targets/index.ts";
import { processesWith, project, startCli, until } from "../testing/child-cli.ts";
import { small } from "../testing/small-project.ts";

/** A page that turns for ever, with its server. */
const files = (port: number) => ({
  "experiment.yaml": small["experiment.yaml"]
    .replace("target.yaml", "page.yaml")
    .replace("deadline: 20s", "deadline: 90s"),
  "page.yaml": `name: small
kind: browser
url: http://127.0.0.1:${port}/
start: node server.ts ${port}
systemMap: system-map.yaml
`,
  "server.ts": `import { createServer } from "node:http";
const html = '<form onsubmit="return false"><input type="text"><button>Send</button></form><progress></progress>';
createServer((_, response) => { response.setHeader("content-type", "text/html").end(html); }).listen(Number(process.argv[2]), "127.0.0.1");
`,
});

const found = await findBrowser(process.env);

describe.skipIf(found === undefined && !process.env["CI"])(
  "a run at a chat page that is cut off",
  { timeout: 120_000 },
  () => {
    it.each([
      ["SIGINT", 18751],
      ["SIGKILL", 18752],
    ] as const)("by %s leaves no browser, no server and no file of theirs", async (signal, port) => {
      using folder = project(files(port));
      const { child, ended } = startCli(["run", "experiment.yaml", "-q", "-o", "runs"], folder.cwd, {
        TMPDIR: folder.cwd,
      });
      const journal = (): string => (existsSync(folder.journal()) ? readFileSync(folder.journal(), "utf8") : "");
      // A cold browser on a busy machine: several of these waits.
      for (const what of ["trial-started", '"what":"busy"'])
        await until(() => journal().includes(what), what).catch(() => until(() => journal().includes(what), what));
      const profiles = (): string[] => readdirSync(folder.cwd).filter((name) => name.startsWith("brownout-"));
      expect(profiles()).toHaveLength(1);
      expect(processesWith(`--user-data-dir=${folder.cwd}`).length).toBeGreaterThan(0);

      child.kill(signal);
      expect(await ended).toMatchObject(signal === "SIGKILL" ? { signal } : { code: 130, signal: null });
      await until(() => processesWith(folder.cwd).length === 0, "the end of the browser and of whoever waits for it");
      expect(profiles()).toEqual([]);
      await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
    });
  },
);
