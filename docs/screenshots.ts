/**
 * Makes the pictures of docs/reports.md from a run of the bundled fragile agent.
 *
 *     npm run screenshots
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "../harness/cli/program.ts";
import { launchBrowser } from "../harness/targets/browser/launch.ts";
import { quietIo } from "../harness/testing/quiet-io.ts";

const root = join(import.meta.dirname, "..");
const images = join(root, "docs", "images");
const out = mkdtempSync(join(tmpdir(), "brownout-screenshots-"));
const target = join("fixtures", "agents", "fragile", "target.yaml");
const io = quietIo(root, { err: (text) => void process.stderr.write(text) });
process.chdir(root);
try {
  await main(
    ["run", "experiments", "--tag", "demo", "--target", target, "--out", out, "--quiet", "--format", "json"],
    io,
  );
  const [run = ""] = readdirSync(out);
  await take(pathToFileURL(join(out, run, "report.html")).href);
} finally {
  rmSync(out, { recursive: true, force: true });
}

/** The browser comes after the run: while a clock is virtual it would be I/O that the agent waits for. */
async function take(address: string): Promise<void> {
  const own = await launchBrowser([]);
  try {
    const context = await own.browser.newContext({
      viewport: { width: 1180, height: 760 },
      colorScheme: "light",
      reducedMotion: "reduce",
    });
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForSelector("html[data-ready]");
    await page.screenshot({ path: join(images, "report-top.png") });
    await page.emulateMedia({ colorScheme: "dark" });
    await page.locator("#list a").first().click();
    await page.locator("dialog[open] .wf").waitFor();
    await page.screenshot({ path: join(images, "report-pair.png") });
  } finally {
    await own.close();
  }
}
