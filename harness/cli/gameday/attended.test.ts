import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Page } from "playwright";
import { afterAll, expect, it } from "vitest";
import { parse, stringify } from "yaml";
import { launch } from "../../console/testing/page-day.ts";
import { parseDuration } from "../../domain/duration.ts";
import type { GamedayState } from "../../domain/gameday.ts";
import { cliHere, startCli, until } from "../../testing/child-cli.ts";
import { freePort } from "../../testing/free-port.ts";

const repository = join(import.meta.dirname, "../../..");
const folder = mkdtempSync(join(tmpdir(), "brownout-attended-"));
const browser = await launch();
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** The rehearsal with more load, so that its bounds can tell sooner; its target at a port that no other test has. */
async function rehearsal(): Promise<void> {
  const fixtures = join(repository, "fixtures");
  const target = parse(readFileSync(join(fixtures, "agents/fragile/target.http.yaml"), "utf8"));
  const plan = parse(readFileSync(join(repository, "experiments/gamedays/rehearsal.yaml"), "utf8"));
  const port = await freePort();
  Object.assign(target, {
    url: `http://127.0.0.1:${port}/tasks`,
    start: [process.execPath, join(fixtures, "agents/fragile/server.ts")],
    environment: { PORT: `${port}` },
    systemMap: relative(folder, join(fixtures, "support-desk/system-map.yaml")),
  });
  plan.target = "target.yaml";
  plan.traffic.rate = 6;
  plan.traffic.tasks.from = relative(folder, join(fixtures, "tasks/support.yaml"));
  for (const bound of plan.steadyState) for (const body of Object.values<{ over: string }>(bound)) body.over = "3s";
  for (const phase of plan.phases) phase.for = "5m";
  writeFileSync(join(folder, "target.yaml"), stringify(target));
  writeFileSync(join(folder, "plan.yaml"), stringify(plan));
}

const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true } as const;

async function enter(link: string, name: string, options = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.goto(link);
  await page.keyboard.type(name);
  await page.keyboard.press("Enter");
  return page;
}

async function press(page: Page, ...keys: readonly string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** As somebody without a mouse gets there. */
async function tabTo(page: Page, label: string): Promise<void> {
  const there = page.getByLabel(label);
  for (let stops = 0; stops < 60; stops += 1) {
    await page.keyboard.press("Tab");
    if (await there.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`No Tab leads to "${label}".`);
}

/** All bounds and the abort condition. */
const steady = (page: Page): Promise<void> => page.locator("#bounds .ok").nth(3).waitFor();
/** Its phase is old enough for the next one: what is pressed sooner is taken for a slip. */
const begun = async (page: Page, phase: string): Promise<void> => {
  await page.locator("#phase-line").getByText(phase).waitFor();
  await page
    .locator("#phases")
    .getByText(/04:(?!59)\d\d left/)
    .waitFor();
};
const armed = (page: Page, injection: string): Promise<void> =>
  page.locator("#armed").getByRole("heading", { name: injection }).waitFor();
const noted = (page: Page, words: string): Promise<void> => page.locator("#log").getByText(words).first().waitFor();

it("the rehearsal, led by two people from its beginning to its end, is told as it was", {
  timeout: 120_000,
}, async () => {
  await rehearsal();
  const day = startCli(["gameday", "plan.yaml", "--out", "runs"], folder);
  let said = "";
  day.child.stdout?.on("data", (part: string) => {
    said += part;
  });
  await until(() => said.includes("stop all"), "the links");
  const [operators = "", observers = ""] = said.match(/http:\S+token=\S+/g) ?? [];
  const grace = await enter(operators, "Grace");
  const ada = await enter(operators, "Ada");
  const olive = await enter(observers, "Olive", phone);

  const state = async (): Promise<GamedayState> => {
    const { origin, searchParams } = new URL(operators);
    const headers = { authorization: `Bearer ${searchParams.get("token")}` };
    return (await fetch(`${origin}/api/state`, { headers })).json() as Promise<GamedayState>;
  };
  /** Own log of what was pressed: not before the first time and not after the second, ms of the day. */
  const during = async (act: () => Promise<void>): Promise<readonly [number, number]> => {
    const { t } = await state();
    await act();
    return [t, (await state()).t];
  };

  await tabTo(grace, "Everybody knows who may halt");
  await press(grace, "Space");
  await noted(ada, "Everybody knows who may halt");
  await Promise.all([press(grace, "Shift+N"), press(ada, "Shift+N")]);
  await begun(grace, "Phase 1 of 4: calm");
  await steady(grace);

  await press(grace, "Shift+N");
  await armed(grace, "stale-results");
  await olive.locator("#bounds .violated").first().waitFor();
  const detected = await during(() => olive.getByRole("button", { name: "Detected" }).tap());
  await olive.getByRole("textbox", { name: "In words" }).fill("answers quote an old policy");
  await olive.getByRole("button", { name: "Write down", exact: true }).tap();
  await noted(grace, "answers quote an old policy");
  await press(grace, "x", "Enter");
  await grace.getByText("No fault is armed.").waitFor();
  const mitigated = await during(() => press(grace, "m", "Enter"));
  await steady(grace);
  const recovered = await during(() => press(grace, "r", "Enter"));
  await noted(ada, "Recovered");

  await press(grace, "Shift+N");
  await armed(ada, "throttled");
  await ada.locator("#bounds .violated").first().waitFor();
  const noticed = await during(() => press(ada, "d", "Enter"));
  await noted(ada, "Detected (Ada)");
  const halted = await during(async () => {
    await press(ada, "Shift+H");
    await grace.locator("#halted").getByText("by Ada").waitFor();
  });
  await press(grace, "Shift+R");
  await grace.locator("#halted").waitFor({ state: "hidden" });
  await press(grace, "i");
  await grace.keyboard.type("Serve from the backup model");
  await tabTo(grace, "Owner");
  await grace.keyboard.type("Ada");
  await press(grace, "Enter");
  await noted(grace, "Serve from the backup model");

  await press(grace, "Shift+N");
  await begun(grace, "calm again");
  await steady(grace);
  const { timeline } = await state();
  await press(grace, "Shift+N", "Tab", "Enter");
  for (const page of [grace, ada, olive])
    await page.getByText("The game day is over: Grace ended it after the last phase.").waitFor();
  expect(await day.ended).toMatchObject({ code: 1, stderr: "" });

  const { stdout: told } = await cliHere(["gameday", "report", "latest", "--out", "runs"], folder);
  const mine = {
    "stale-results": { detected, mitigated, recovered },
    throttled: { detected: noticed, mitigated: halted },
  };
  for (const [injection, log] of Object.entries(mine)) {
    const from = timeline.find((moment) => moment.what === "armed" && moment.injection === injection)?.t ?? Number.NaN;
    const times = timesOf(told, injection);
    for (const [what, [first, last]] of Object.entries(log)) {
      // The report gives hundredths or tenths of a second.
      expect(from + (times[what] ?? Number.NaN), `${injection} ${what}`).toBeGreaterThan(first - 60);
      expect(from + (times[what] ?? Number.NaN), `${injection} ${what}`).toBeLessThan(last + 60);
    }
  }
  for (const words of [
    "Ada (lead)",
    "Grace (operator)",
    "Olive (observer)",
    "Olive: answers quote an old policy",
    "Ada took the fault off by a halt",
    "it was halted by Ada: halt button",
    "`wrong-answer-rate at most 0.1 over 3s` | broke",
    "| Serve from the backup model | Ada | no date | Grace |",
    "old documents",
    "model throttled",
  ])
    expect(told.replaceAll("\\", "")).toContain(words);
});

const columns = ["fault", "armed", "noticed", "detected", "mitigated", "recovered"] as const;

/** Ms after the arming, from the report's table of all faults. */
function timesOf(report: string, injection: string): Readonly<Record<string, number>> {
  const row = report.split("\n").find((line) => line.startsWith(`| \`${injection}\` |`)) ?? "";
  const cells = row
    .split("|")
    .slice(1)
    .map((cell) => cell.trim());
  return Object.fromEntries(columns.map((name, index) => [name, parseDuration(cells[index]) ?? Number.NaN]));
}
