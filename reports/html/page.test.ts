import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Page } from "playwright";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunReport } from "../../harness/domain/judgement.ts";
import { launchBrowser, type OwnBrowser } from "../../harness/targets/browser/launch.ts";
import { hostileRun } from "../testing/hostile-run.ts";
import { sampleRun } from "../testing/sample-run.ts";
import { renderHtml } from "./render-html.ts";

const folder = mkdtempSync(join(tmpdir(), "brownout-page-"));
let own: OwnBrowser;
beforeAll(async () => {
  own = await launchBrowser([]);
}, 90_000);
afterAll(async () => {
  await own.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Opened extends AsyncDisposable {
  readonly page: Page;
  /** What the page complained of, and what it asked for beyond itself. */
  readonly amiss: readonly string[];
}

/** A report as somebody opens it: a file on the disk, and no network. */
async function opened(report: RunReport, options: { colour?: "light" | "dark"; width?: number } = {}): Promise<Opened> {
  const { colour = "light", width = 1200 } = options;
  const file = join(folder, `${Math.abs(JSON.stringify(report).length)}.html`);
  writeFileSync(file, renderHtml(report));
  const context = await own.browser.newContext({
    colorScheme: colour,
    viewport: { width, height: 900 },
    offline: true,
    reducedMotion: "reduce",
  });
  context.setDefaultTimeout(10_000);
  const page = await context.newPage();
  const amiss: string[] = [];
  page.on("console", (message) => void amiss.push(message.text()));
  page.on("pageerror", (error) => void amiss.push(error.message));
  page.on("dialog", (dialog) => {
    amiss.push(dialog.message());
    void dialog.dismiss();
  });
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith("data:") && !url.startsWith(pathToFileURL(file).href)) amiss.push(url);
  });
  await page.goto(pathToFileURL(file).href);
  await page.waitForSelector("html[data-ready]");
  return { page, amiss, [Symbol.asyncDispose]: () => context.close() };
}

const titles = (page: Page): Promise<readonly string[]> => page.locator("details.exp:visible .title").allInnerTexts();

describe("the page in a browser", () => {
  it("says the verdict, what broke and what to do first, and asks for nothing", async () => {
    await using open = await opened(sampleRun());
    const first = await open.page.evaluate(() => {
      const inView = (element: Element): boolean => element.getBoundingClientRect().bottom < innerHeight;
      return [...document.querySelectorAll(".verdict, .do, .broke")].filter(inView).map((each) => each.textContent);
    });
    expect(first).toHaveLength(3);
    expect(first.join(" ")).toMatch(/BROKEN.*Begin with .*Send an Idempotency-Key.*3 findings/s);
    expect(open.amiss).toEqual([]);
  });

  it.each(["light", "dark"] as const)(
    "gives axe nothing to say, in %s, folded and opened",
    async (colour) => {
      await using open = await opened(sampleRun(), { colour });
      const { page } = open;
      await page.evaluate(axe.source);
      const violations = (within: string): Promise<readonly string[]> =>
        page.evaluate(async (selector) => {
          const { violations: found } = await (globalThis as unknown as { axe: typeof axe }).axe.run(selector);
          return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(" | ")}`);
        }, within);
      await page.locator("#open-all").click();
      await page.locator(".pair .wf").first().waitFor();
      expect(await violations("html")).toEqual([]);
      await page.locator("#list a").first().click();
      await page.locator("dialog[open] .wf").waitFor();
      expect(await violations("dialog")).toEqual([]);
    },
    60_000,
  );

  it("is narrowed down, opened and closed with the keyboard alone", async () => {
    await using open = await opened(sampleRun());
    const { page, amiss } = open;
    const before = await titles(page);
    await page.locator("#filter [name=q]").focus();
    await page.keyboard.type("refund");
    await expect.poll(() => titles(page)).not.toEqual(before);
    for (const title of await titles(page)) expect(before).toContain(title);
    expect(await page.locator("#filter output").textContent()).toMatch(/^\d of 7 experiments, \d+ of \d+ trials$/);
    await page.keyboard.press("Tab");
    await page.keyboard.type("inc");
    await expect.poll(() => page.locator("details.exp:visible").count()).toBe(0);
    expect(await page.locator("#no-experiments").isVisible()).toBe(true);
    await page.locator("#filter [type=reset]").focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => titles(page)).toEqual(before);

    const trial = page.locator("#list a").first();
    await trial.focus();
    await page.keyboard.press("Enter");
    await page.locator("dialog[open] .wf").waitFor();
    const heading = await page.locator("#h-viewer").textContent();
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.locator("#h-viewer").textContent()).not.toBe(heading);
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => page.locator("#h-viewer").textContent()).toBe(heading);
    await page.keyboard.press("Escape");
    await page.locator("dialog[open]").waitFor({ state: "detached" });
    expect(await trial.evaluate((element) => element === document.activeElement)).toBe(true);
    await expect.poll(() => page.url()).not.toContain("trial=");
    expect(amiss).toEqual([]);
  });

  it("is at its filter again once a trial is closed", async () => {
    await using open = await opened(sampleRun());
    const { page } = open;
    await page.locator("#filter [name=q]").fill("refund");
    await expect.poll(() => page.url()).toMatch(/#q=refund$/);
    await page.locator("#list a").first().click();
    await page.locator("dialog[open] .wf").waitFor();
    expect(page.url()).toContain("#trial=");
    await page.keyboard.press("Escape");
    await expect.poll(() => page.url()).toMatch(/#q=refund$/);
  });

  it("shows no trial that comes after the reader has turned to something else", async () => {
    await using open = await opened(sampleRun());
    const { page } = open;
    const links = await page
      .locator("#list a")
      .evaluateAll((all) => all.map((link) => [link.getAttribute("href") ?? "", link.textContent] as const));
    const [first, second] = [links[0], links.find(([, name]) => name !== links[0]?.[1])];
    if (first === undefined || second === undefined) throw new Error("The sample has too few trials.");
    const shown = await page.evaluate(
      async ([one, two]) => {
        const held = Promise.withResolvers<void>();
        const { text } = Response.prototype;
        Response.prototype.text = async function () {
          await held.promise;
          return text.call(this);
        };
        const went = (hash: string) =>
          new Promise((resolve) => {
            addEventListener("hashchange", resolve, { once: true });
            location.hash = hash;
          });
        await went(one);
        await went("#q=refund");
        const titles = new Promise<string>((resolve) => {
          HTMLDialogElement.prototype.showModal = function () {
            resolve(this.querySelector("h2")?.textContent ?? "");
          };
        });
        await went(two);
        held.resolve();
        return titles;
      },
      [first[0], second[0]] as const,
    );
    expect(shown.endsWith(`: ${second[1]}`), shown).toBe(true);
  });

  it("draws a pair: the fault on its call, the finding's mark, and the place where the traces part", async () => {
    await using open = await opened(sampleRun());
    const { page } = open;
    await page.locator(".exp", { hasText: "refund" }).first().locator("summary").first().click();
    const flow = page.locator(".exp[open] .wf");
    await flow.waitFor();
    expect(await flow.locator(".zap").count()).toBeGreaterThan(0);
    expect(await flow.locator(".fault").count()).toBe(await flow.locator(".zap").count());
    expect(await flow.locator(".part").first().textContent()).toMatch(/traces part here|as in control/);
    const places = await flow.locator(".b.trt").evaluateAll((bars) => bars.map((bar) => bar.getBoundingClientRect().x));
    expect(places.toSorted((a, b) => a - b)).toEqual(places);
    expect(new Set(places).size).toBeGreaterThan(1);
  });

  it("fits a phone and paper, and is whole without a script", async () => {
    await using open = await opened(sampleRun(), { width: 360 });
    const { page } = open;
    await page.locator("#open-all").click();
    await page.locator(".pair .wf").first().waitFor();
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    expect(await page.locator("nav").isVisible()).toBe(false);
    expect(await page.locator("#filter").isVisible()).toBe(false);
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");

    const plain = await own.browser.newContext({ javaScriptEnabled: false });
    const still = await plain.newPage();
    await still.goto(page.url());
    expect(await still.locator(".do").textContent()).toMatch(/Begin with/);
    expect(await still.locator("#filter").isVisible()).toBe(false);
    await still.locator("details.exp > summary").first().click();
    expect(await still.locator("details.exp[open] .claims").isVisible()).toBe(true);
    expect(await still.locator("details.exp[open] noscript").textContent()).toMatch(/brownout explain/);
    await plain.close();
  });
});

describe("hostile text", () => {
  it("does nothing, wherever an agent or a file put it", async () => {
    await using open = await opened(hostileRun());
    const { page, amiss } = open;
    const ours = await page.locator("script:not([type])").count();
    await page.locator("#open-all").click();
    await page.locator(".pair .wf").first().waitFor();
    await page.locator("#filter [name=q]").fill("alert");
    await page.locator("#list a").first().click();
    await page.locator("dialog[open] .wf").waitFor();
    expect(await page.locator("script:not([type])").count()).toBe(ours);
    expect(await page.locator("[onerror], img[src='x'], iframe, object, embed, base").count()).toBe(0);
    expect(await page.locator("a[href^='javascript'], a[href^='http']").count()).toBe(0);
    // It was there, as text.
    expect(await page.locator("dialog .conv").textContent()).toContain("<script>alert(1)</script>");
    const shown = await page.evaluate(() => document.body.textContent);
    expect(shown.replace(/[\n]/g, "")).not.toMatch(/\p{Cc}|[\u202a-\u202e\u2066-\u2069]/u);
    expect(amiss).toEqual([]);
  });

  it("could not run even if it stood in the page as markup", async () => {
    await using open = await opened(sampleRun());
    const ran = await open.page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "window.planted = 1";
      document.body.append(script);
      const image = document.createElement("div");
      image.setAttribute("onclick", "window.planted = 2");
      document.body.append(image);
      image.click();
      return "planted" in window;
    });
    expect(ran).toBe(false);
    expect(open.amiss.join("\n")).toMatch(/Content Security Policy/);
  });
});
