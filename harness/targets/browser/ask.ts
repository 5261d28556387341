import type { Locator, Page } from "playwright";
import type { BrowserSpec, PageSpec } from "../../domain/experiment.ts";
import type { PageView, Witness } from "../../domain/page.ts";
import { AgentCrash, TargetFailure } from "../../domain/ports.ts";
import type { Answer } from "../../domain/task.ts";
import { pause } from "../real-time.ts";
import type { Visit } from "./visit.ts";

/** Between two looks, ms: what is seen is known to have been there within so much. */
const glance = 50;
/** What a person needs to find the box, ms; a page that has none by then has none. */
const findWithin = 20_000;
/** Nothing at all happens for so long after the question: nothing will, ms. */
const blankAfter = 2000;

const visible = (page: Page, selector: string): Locator => page.locator(selector).filter({ visible: true }).first();

/** Writes a question into the page and sends it. */
async function send(page: Page, { input, send: button }: PageSpec, text: string): Promise<void> {
  await visible(page, input).fill(text, { timeout: findWithin });
  const sends = visible(page, button);
  if ((await sends.count()) > 0) await sends.click({ timeout: findWithin });
  else await visible(page, input).press("Enter");
}

export const openPage = async (page: Page, { url, page: { input } }: BrowserSpec): Promise<void> => {
  try {
    const response = await page.goto(url, { waitUntil: "domcontentloaded" });
    if (response && response.status() >= 400) throw new Error(`it answered with status ${response.status()}`);
  } catch (error) {
    throw new AgentCrash(`The page ${url} did not open: ${firstLine(error)}`, { cause: error });
  }
  await visible(page, input)
    .waitFor({ timeout: findWithin })
    .catch((error: unknown) => {
      throw new TargetFailure(
        `Cannot ask at ${url}: nothing visible there is "${input}". Name the box for the question as "page.input", a Playwright selector.`,
        { cause: error },
      );
    });
};

/**
 * Asks, and looks until there is an answer, an error, or nothing more to come; takes up what the page offers, as the person would.
 * What still turns when the deadline comes is for the caller to end, by the signal.
 */
export async function askAt(
  page: Page,
  spec: PageSpec,
  prompt: string,
  visit: Visit,
  witness: Witness,
  signal: AbortSignal,
): Promise<Answer> {
  await send(page, spec, prompt);
  visit.did("asked");
  const askedAt = witness.now();
  let retries = spec.retries;
  let again = spec.asksAgainAfter;
  for (;;) {
    await pause(glance, signal);
    const { view, stillFor, pending } = await visit.see();
    const mute = view.answers.length === 0 && view.errors.length === 0;
    if (again !== undefined && mute && witness.now() - askedAt >= again) {
      again = undefined;
      if (await canSend(page, spec)) {
        await send(page, spec, prompt);
        visit.did("asked-again");
      }
    }
    if (view.errors.length > 0 && retries > 0 && !view.busy && stillFor >= spec.settle) {
      const offer = visible(page, spec.retry);
      if (await offer.isVisible()) {
        retries -= 1;
        await offer.click({ timeout: findWithin });
        visit.did("retried");
        continue;
      }
    }
    if (isOver(view, stillFor, pending, spec)) return { text: [...view.answers, ...view.errors].join("\n\n") };
  }
}

/** A careful page takes no second question while it works on the first. */
const canSend = async (page: Page, { input, send: button }: PageSpec): Promise<boolean> => {
  const box = visible(page, input);
  const sends = visible(page, button);
  const open = (await box.isVisible()) && (await box.isEditable().catch(() => false));
  return open && ((await sends.count()) === 0 || (await sends.isEnabled()));
};

function isOver(view: PageView, stillFor: number, pending: number, { settle, patience }: PageSpec): boolean {
  const shown = view.answers.length + view.errors.length > 0;
  // A text that has stood for so long is what there is, unless the page is still asking and says so.
  if (shown && stillFor >= patience && !(view.busy && pending > 0)) return true;
  if (view.busy || pending > 0) return false;
  return stillFor >= (shown ? settle : Math.max(settle, blankAfter));
}

export const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
