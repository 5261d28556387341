import { execFile } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const packageJson = createRequire(import.meta.url).resolve("@modelcontextprotocol/conformance/package.json");
const suite = join(dirname(packageJson), "dist", "index.js");

/** The official suite's verdicts on a server: `✓ ping: 1 passed, 0 failed`. It ends with an error if any scenario fails. */
export function verdicts(url: string): Promise<readonly string[]> {
  return new Promise((resolve) => {
    execFile(process.execPath, [suite, "server", "--url", url], (_error, stdout) =>
      resolve(stdout.split("\n").filter((line) => /^[✓✗] |^Total:/.test(line))),
    );
  });
}
