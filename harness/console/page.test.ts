import type { Page } from "playwright";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { asOperator } from "./testing/ask.ts";
import { type Day, launch, openDay } from "./testing/page-day.ts";

const browser = await launch();
let day: Day;

afterAll(() => browser.close());
beforeEach(async () => {
  day = await openDay(browser);
});
afterEach(() => day[Symbol.asyncDispose]());

const seen = async (page: Page, selector: string): Promise<string> =>
  ((await page.locator(selector).textContent()) ?? "").trim();

describe("the operators' page", () => {
  it("takes the token out of the address, and shows figures as they come", async () => {
    const page = await day.enter(day.at.url, "Grace");
    expect(page.url()).toBe(`${day.at.origin}/`);
    await page.locator(".subject canvas").first().waitFor();
    expect(await page.locator(".subject h3").allInnerTexts()).toEqual([
      "The agent's answers",
      "claude",
      "policies-kb",
      "orders-api",
    ]);
    day.control.set({ title: "Another title" });
    await page.getByRole("heading", { name: "Another title" }).waitFor();
    expect(day.control.state().people).toContainEqual({ name: "Grace", role: "operator", here: true });
    await page.getByText("cannot tell").waitFor();
    expect(day.troubles).toEqual([]);
  });

  it("arms by keys with another radius, counts down, changes and disarms", async () => {
    const page = await day.enter(day.at.url, "Grace");
    await page.getByRole("button", { name: "Arm orders-slow" }).waitFor();
    await page.keyboard.press("3");
    expect(await seen(page, "#radius-what")).toBe("3 s more until the first byte at orders-api");
    await page.getByLabel("Share, %").fill("25");
    await page.getByLabel("For", { exact: true }).fill("nonsense");
    await page.keyboard.press("Enter");
    await page.getByText('"nonsense" is no duration').waitFor();
    await page.getByLabel("For", { exact: true }).fill("2m");
    await page.getByLabel("Only calls with header").fill("X-Tenant: acme");
    await page.keyboard.press("Enter");
    await page.locator(".armed").waitFor();
    expect(day.control.state().armed).toMatchObject([
      { by: "Grace", radius: { share: 0.25, cap: 200, for: 120_000, headers: { "x-tenant": "acme" } } },
    ]);
    expect(await seen(page, ".armed .left")).toMatch(/^0(2:00|1:5\d)$/);
    const first = await seen(page, ".armed .left");
    await page.waitForFunction((before) => document.querySelector(".armed .left")?.textContent !== before, first);
    await page.getByRole("button", { name: "Change orders-slow" }).click();
    await page.getByLabel("For", { exact: true }).fill("1h");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => document.querySelector(".armed .left")?.textContent?.startsWith("59:"));
    await page.keyboard.press("x");
    await page.keyboard.press("Enter");
    await page.getByText("No fault is armed.").waitFor();
    expect(day.control.state().armed).toEqual([]);
    await page.locator("#log").getByText("Off: orders-slow").waitFor();
  });

  it("ends what has had its time, also on the screen", async () => {
    const page = await day.enter(day.at.url, "Grace");
    await asOperator(day.at, "arm", { injection: "kb-stale", by: "Ada", radius: { for: 1500 } });
    await page.locator(".armed").waitFor();
    await page.locator("#log").getByText("its time was up").waitFor();
    expect(await page.locator(".armed").count()).toBe(0);
  });

  it("halts by Shift+H, also while a dialog is open, but not while somebody types a capital H", async () => {
    const page = await day.enter(day.at.url, "Grace");
    await asOperator(day.at, "arm", { injection: "orders-slow", by: "Ada" });
    await page.locator(".armed").waitFor();
    await page.keyboard.press("n");
    await page.keyboard.type("Hello");
    await page.keyboard.press("Shift+H");
    expect(await page.getByRole("textbox", { name: "In words" }).inputValue()).toBe("HelloH");
    // Before the page is drawn again, the key comes from the field of the dialog that has just closed.
    await page.evaluate(() => {
      document.querySelector<HTMLDialogElement>("#note")?.close();
      const key = new KeyboardEvent("keydown", { key: "1", bubbles: true, cancelable: true });
      document.querySelector("#note-text")?.dispatchEvent(key);
    });
    await page.locator("#radius[open]").waitFor();
    await page.keyboard.press("Shift+H");
    await page.getByText(/^HALTED at .* by Grace: halt button/).waitFor();
    expect(day.control.asked.filter((words) => words.startsWith("halt"))).toEqual(["halt by Grace: halt button"]);
    expect(day.control.state().armed).toEqual([]);
    await page.keyboard.press("Enter");
    await page.getByText("The game day is halted. Release it first.").waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("button", { name: "Release" }).click();
    await page.locator("#halted").waitFor({ state: "hidden" });
  });

  it("says since when it is disconnected, and comes back by itself with nothing missing", async () => {
    const page = await day.enter(day.at.url, "Grace");
    await page.getByText("live", { exact: true }).waitFor();
    const { tokens } = day.at;
    await day.at[Symbol.asyncDispose]();
    await page.getByText(/^Disconnected since .*\d/).waitFor();
    expect(await seen(page, "#link-words")).toBe("disconnected");
    await page.keyboard.press("Shift+H");
    await page.getByText(/NOT HALTED: the console was not reached/).waitFor();
    day.control.note({ what: "annotated", kind: "note", text: "said meanwhile", by: "Ada" });
    await day.reopen(tokens);
    await page.locator("#log").getByText("said meanwhile").waitFor();
    await page.locator("#lost").waitFor({ state: "hidden" });
    await page.keyboard.press("m");
    await page.keyboard.press("Enter");
    await page.locator("#log").getByText("Mitigated").waitFor();
  });

  it("says that its link is of an earlier game day, when the console is a new one", async () => {
    const page = await day.enter(day.at.url, "Grace");
    await page.getByText("live", { exact: true }).waitFor();
    await day.at[Symbol.asyncDispose]();
    await day.reopen();
    await page.getByText("This link is of an earlier game day").waitFor();
  });

  it("counts a note from when it was begun, however long somebody types", async () => {
    const page = await day.enter(day.at.url, "Linus");
    await page.getByText("live", { exact: true }).waitFor();
    await page.keyboard.press("d");
    const pressed = day.control.state().t;
    await page.keyboard.type("orders hang");
    const later = await seen(page, "#clock");
    await page.waitForFunction((before) => document.querySelector("#clock")?.textContent !== before, later);
    await page.waitForFunction(
      (before) => document.querySelector("#clock")?.textContent !== before,
      await seen(page, "#clock"),
    );
    await page.keyboard.press("Enter");
    await page.locator("#log").getByText("Detected (Linus) orders hang").waitFor();
    const moment = day.control.state().timeline.at(-1);
    expect(moment).toMatchObject({ what: "annotated", kind: "detected" });
    expect(Math.abs((moment?.t ?? 0) - pressed)).toBeLessThan(500);
  });

  it("says what a note without a fault is about: nothing, or what was armed last", async () => {
    const page = await day.enter(day.at.url, "Linus");
    await page.getByText("live", { exact: true }).waitFor();
    await page.keyboard.press("d");
    expect(await seen(page, "#note-about option")).toBe("nothing in particular");
    await asOperator(day.at, "arm", { injection: "orders-slow", by: "Ada" });
    await page
      .locator("#note-about option")
      .getByText("what was armed last: orders-slow")
      .waitFor({ state: "attached" });
  });

  it("says that the day is over, and does not look for it any more", async () => {
    const page = await day.enter(day.at.url, "Grace");
    await page.getByText("live", { exact: true }).waitFor();
    day.control.set({ closed: "The last phase is over." });
    await day.at[Symbol.asyncDispose]();
    await page
      .getByText(/The game day is over: The last phase is over\. No fault is armed\. .*brownout gameday report/)
      .waitFor();
    expect(await seen(page, "#link-words")).toBe("over");
    expect(await seen(page, "#next")).toMatch(/^The game day is over/);
    await page.keyboard.press("Shift+H");
    await page.getByText("The game day is over, and no fault is armed.").waitFor();
    expect(await page.locator("#lost").isVisible()).toBe(false);
  });

  it("asks before it ends the day, and approves, releases and changes by keys", async () => {
    day.control.set({ approvals: { needed: 1, given: [] } });
    const page = await day.enter(day.at.url, "Grace");
    await page.getByText("Nobody has approved yet").waitFor();
    await page.keyboard.press("Shift+A");
    await page.locator("#approve").waitFor({ state: "hidden" });
    await page.keyboard.press("Shift+A");
    expect(day.control.asked).toEqual(["approve by Grace"]);
    await page.keyboard.press("3");
    await page.keyboard.press("Enter");
    await page.locator(".armed").waitFor();
    await page.keyboard.press("c");
    await page.getByRole("heading", { name: "Change orders-slow" }).waitFor();
    await page.keyboard.press("Escape");
    await page.keyboard.press("Shift+H");
    await page.locator("#halted").waitFor();
    await page.keyboard.press("Shift+R");
    await page.locator("#halted").waitFor({ state: "hidden" });
    day.control.set({ phase: { index: 3, name: "Recovery", since: 0, until: 1 } });
    await page.getByText("time is up").waitFor();
    await page.getByRole("button", { name: "End the game day" }).click();
    await page.keyboard.press("Enter");
    await page.locator("#end").waitFor({ state: "hidden" });
    expect(day.control.asked).not.toContain("next by Grace");
    await page.keyboard.press("Shift+N");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await vi.waitFor(() => expect(day.control.asked).toContain("next by Grace"));
  });

  it("writes down an action item with owner and date, by keys", async () => {
    const page = await day.enter(day.at.url, "Linus");
    await page.keyboard.press("i");
    await page.keyboard.press("Enter");
    await page.keyboard.type("Bound the retries");
    await page.getByLabel("Owner").fill("Grace");
    await page.getByLabel("Due").fill("2026-12-24");
    await page.getByRole("button", { name: "Write down", exact: true }).click();
    await vi.waitFor(() =>
      expect(day.control.state().timeline.at(-1)).toMatchObject({
        kind: "action",
        text: "Bound the retries",
        owner: "Grace",
        due: "2026-12-24",
        by: "Linus",
      }),
    );
    expect(day.control.asked).toEqual(["annotate action by Linus"]);
  });

  it("shows hostile names and texts as they are written, and runs none of them", async () => {
    const evil = '<img src=x onerror="window.pwned=1"><script>window.pwned=1</script>';
    const page = await day.enter(day.at.url, evil.slice(0, 50));
    const { agent } = day.control.state();
    day.control.set({
      title: evil,
      phases: [evil],
      checklist: [{ item: evil, done: false }],
      ready: [{ injection: evil, description: evil, dependencies: [evil], phase: evil }],
      dependencies: { [evil]: { ...agent, open: 0 } },
      bounds: [{ name: evil, kind: "abort", n: 1, value: 1, atMost: 0, ok: false }],
    });
    day.pause();
    day.control.note({ what: "annotated", kind: "note", text: evil, by: evil, injection: evil });
    day.control.note({
      what: "armed",
      injection: evil,
      description: evil,
      dependencies: [evil],
      radius: { share: 1, cap: 1, for: 1 },
      by: evil,
    });
    await page.getByRole("heading", { name: evil, level: 1 }).waitFor();
    await page.locator("#log").getByText(evil).first().waitFor();
    expect(await page.locator("main img, main script, header img").count()).toBe(0);
    expect(await page.evaluate(() => "pwned" in window)).toBe(false);
    expect(day.troubles).toEqual([]);
  });
});
