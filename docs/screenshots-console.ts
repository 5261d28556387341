/**
 * Makes the pictures of docs/console.md and docs/gameday.md from the rehearsal, which takes its 80 seconds.
 *
 *     npm run screenshots:console
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright";
import { main } from "../harness/cli/program.ts";
import { launchBrowser } from "../harness/targets/browser/launch.ts";
import { quietIo } from "../harness/testing/quiet-io.ts";

const root = join(import.meta.dirname, "..");
const images = join(root, "docs", "images");
const out = mkdtempSync(join(tmpdir(), "brownout-screenshots-"));
const laptop = { viewport: { width: 1280, height: 860 } } as const;
const phone = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true } as const;

const own = await launchBrowser([]);
try {
  const links = Promise.withResolvers<readonly [operators: string, observers: string]>();
  let said = "";
  const io = quietIo(root, {
    env: process.env,
    out: (text) => {
      said += text;
      const [operators = "", observers = ""] = said.match(/http:\S+token=\S+/g) ?? [];
      if (observers !== "") links.resolve([operators, observers]);
    },
    err: (text) => void process.stderr.write(text),
  });
  const day = main(["gameday", "experiments/gamedays/rehearsal.yaml", "--unattended", "--out", out], io);
  const [operators, observers] = await Promise.race([links.promise, day.then(() => Promise.reject(new Error(said)))]);
  const grace = await enter(operators, "Grace", { ...laptop, colorScheme: "light" });
  const olive = await enter(observers, "Olive", { ...phone, colorScheme: "dark" });
  // An experienced one would note it sooner: here the picture waits until there is something to see.
  await grace.locator("#bounds .violated").first().waitFor({ timeout: 90_000 });
  await olive.getByRole("button", { name: "Detected" }).tap();
  await olive.getByRole("textbox", { name: "In words" }).fill("answers quote an old policy");
  await olive.getByRole("button", { name: "Write down", exact: true }).tap();
  await grace.locator("#log").getByText("answers quote an old policy").waitFor();
  await grace.screenshot({ path: join(images, "console.png") });
  await olive.screenshot({ path: join(images, "console-phone.png") });
  await day;
  const [run = ""] = readdirSync(out);
  const report = await own.browser.newPage({ ...laptop, colorScheme: "light" });
  await report.goto(pathToFileURL(join(out, run, "gameday.html")).href);
  await report.screenshot({ path: join(images, "gameday-report.png") });
} finally {
  await own.close();
  rmSync(out, { recursive: true, force: true });
}

async function enter(link: string, name: string, options: BrowserContextOptions): Promise<Page> {
  const page = await own.browser.newPage({ ...options, reducedMotion: "reduce" });
  await page.goto(link);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Join", exact: true }).click();
  return page;
}
