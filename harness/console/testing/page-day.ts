import AxeBuilder from "@axe-core/playwright";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright";
import { type Console, openConsole } from "../index.ts";
import { type FakeControl, fakeControl } from "./fake-control.ts";

export const launch = (): Promise<Browser> =>
  chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });

/** A made-up game day with its console, and pages of it in a browser. */
export interface Day extends AsyncDisposable {
  readonly control: FakeControl;
  readonly at: Console;
  /** What pages complained of. */
  readonly troubles: readonly string[];
  enter(url: string, name: string): Promise<Page>;
  /** Nothing is measured any more. */
  pause(): void;
  /** Another console at the same port. */
  reopen(tokens?: Console["tokens"]): Promise<void>;
}

export async function openDay(browser: Browser, options: BrowserContextOptions = {}): Promise<Day> {
  const control = fakeControl(() => performance.now());
  control.set({ approvals: { needed: 0, given: [] } });
  control.tick();
  const ticking = setInterval(() => control.tick(), 500);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  // Shorter than a test may take, so that a failure names what it waited for.
  context.setDefaultTimeout(20_000);
  const troubles: string[] = [];
  let at = await openConsole(control, { port: 0 });
  return {
    control,
    troubles,
    get at() {
      return at;
    },
    async enter(url, name) {
      const page = await context.newPage();
      page.on("pageerror", (error) => troubles.push(error.message));
      page.on("console", (message) => {
        if (message.type() === "error") troubles.push(message.text());
      });
      await page.goto(url);
      await page.getByLabel("Name").fill(name);
      await page.getByRole("button", { name: "Join", exact: true }).click();
      return page;
    },
    pause: () => clearInterval(ticking),
    async reopen(tokens) {
      at = await openConsole(control, { port: at.port, ...(tokens ? { tokens } : {}) });
    },
    async [Symbol.asyncDispose]() {
      clearInterval(ticking);
      await context.close();
      await at[Symbol.asyncDispose]();
    },
  };
}

/** Pixels that a page can be scrolled sideways. */
export const sideways = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** What axe finds, as `rule: selectors`. */
export const axe = async (page: Page, part = "html"): Promise<string[]> =>
  (await new AxeBuilder({ page }).include(part).setLegacyMode(true).analyze()).violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`,
  );
