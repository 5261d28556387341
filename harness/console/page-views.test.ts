import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { asOperator } from "./testing/ask.ts";
import { axe, type Day, launch, openDay, sideways } from "./testing/page-day.ts";

const browser = await launch();
let day: Day;

afterAll(() => browser.close());
beforeEach(async () => {
  day = await openDay(browser);
});
afterEach(() => day[Symbol.asyncDispose]());

describe("the observers' page", () => {
  it("shows no plan and no controls, and its token can arm nothing", async () => {
    const page = await day.enter(day.at.observerUrl, "Eve");
    await page.locator(".subject canvas").first().waitFor();
    for (const words of ["Ready to arm", "HALT", "Next", "Checklist", "kb-stale", "Recovery"])
      expect(await page.getByText(words).count(), words).toBe(0);
    await page.keyboard.press("1");
    await page.keyboard.press("Shift+H");
    const status = await page.evaluate(async () => {
      const body = JSON.stringify({ injection: "kb-stale", by: "Ada" });
      const headers = { "content-type": "application/json" };
      return (await fetch("/api/arm", { method: "POST", headers, body })).status;
    });
    expect(status).toBe(403);
    await page.keyboard.press("d");
    await page.keyboard.type("answers are slow");
    await page.keyboard.press("Enter");
    await page.locator("#log").getByText("answers are slow").waitFor();
    expect(day.control.asked).toEqual(["annotate detected by Eve"]);
  });

  it("of a blind day names no phase twice, and has no empty list of them", async () => {
    const page = await day.enter(day.at.observerUrl, "Eve");
    await page.locator("#phases").waitFor();
    day.control.set({ phases: [], phase: { index: 1, name: "Phase 2", since: 0 } });
    await page.getByText("Phase 2", { exact: true }).waitFor();
    await page.locator("#phases").waitFor({ state: "hidden" });
  });

  it("stays one beside the operators' page in the same browser", async () => {
    const operator = await day.enter(day.at.url, "Grace");
    const observer = await day.enter(day.at.observerUrl, "Eve");
    await operator.reload();
    await operator.getByRole("button", { name: "Arm orders-slow" }).waitFor();
    await observer.reload();
    await observer.locator(".subject").first().waitFor();
    expect(await observer.locator("#ready").count()).toBe(0);
    expect(await observer.evaluate(() => document.documentElement.dataset["view"])).toBe("observer");
  });
});

describe("for everybody", () => {
  it.each([
    { width: 360, colorScheme: "light", halted: false },
    { width: 1280, colorScheme: "dark", halted: true },
  ] as const)(
    "has nothing for axe to find, and no sideways scrolling: $width px, $colorScheme, halted: $halted",
    async ({ width, colorScheme, halted }) => {
      await using other = await openDay(browser, { viewport: { width, height: 780 }, colorScheme });
      const { at } = other;
      const page = await other.enter(at.url, "Grace");
      await asOperator(at, "arm", { injection: "claude-throttled", by: "Ada" });
      await asOperator(at, "annotate", { kind: "detected", text: "slow", by: "Ada" });
      await page.getByText("violated").first().waitFor();
      await page.locator(".subject canvas").first().waitFor();
      if (halted) {
        await page.keyboard.press("Shift+H");
        await page.locator("#halted").waitFor();
      }
      other.pause();
      expect(await axe(page)).toEqual([]);
      expect(await sideways(page)).toBe(0);
      await page.keyboard.press("l");
      await page.locator("html.large").waitFor();
      expect(await sideways(page)).toBe(0);
      await page.keyboard.press("i");
      await page.locator("#note[open]").waitFor();
      expect(await axe(page, "#note")).toEqual([]);
    },
    120_000,
  );
});
