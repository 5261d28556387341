import type { Page, Request } from "playwright";
import type { PageSpec } from "../../domain/experiment.ts";
import type { PageView, Witness } from "../../domain/page.ts";
import { type Before, before, look, sameView } from "./view.ts";

/** One person's look at a page, from the question on. */
export interface Visit {
  /** Looks once more, tells what is new, and gives what there is to be seen and for how long it has not changed. */
  see(): Promise<{ readonly view: PageView; readonly stillFor: number; readonly pending: number }>;
  did(what: "asked" | "retried" | "asked-again"): void;
  /** The last look, with a picture. Idempotent; never rejects, and ends by itself if the page does not. */
  leave(): Promise<void>;
}

const nothing: PageView = { answers: [], errors: [], busy: false };
/** A page that cannot be drawn any more is left without a picture, ms. */
const pictureWithin = 10_000;
/** Long answers are shortened in the journal. */
const most = 4000;
const short = (text: string): string => (text.length > most ? `${text.slice(0, most)}…` : text);

export async function beginVisit(page: Page, spec: PageSpec, witness: Witness): Promise<Visit> {
  const first: Before = await before(page, spec);
  const requests = openRequests(page);
  let view = nothing;
  let since = witness.now();
  let spoke = false;
  let leaving: Promise<void> | undefined;

  const tell = (next: PageView): void => {
    if (next.busy !== view.busy) witness.saw({ what: next.busy ? "busy" : "idle" });
    const [text] = next.answers;
    if (text !== undefined && !spoke) {
      spoke = true;
      witness.saw({ what: "text", text: short(text).slice(0, 200) });
    }
    for (const error of next.errors)
      if (!view.errors.includes(error)) witness.saw({ what: "error", text: short(error) });
    if (!sameView(next, view)) since = witness.now();
    view = next;
  };
  const update = async (): Promise<void> => {
    const next = await look(page, spec, first);
    if (leaving === undefined) tell(next);
  };
  return {
    async see() {
      await update();
      return { view, stillFor: witness.now() - since, pending: requests.open() };
    },
    did(what) {
      since = witness.now();
      spoke = false;
      witness.saw({ what });
    },
    leave() {
      leaving ??= (async () => {
        requests.stop();
        const picture = await page
          .screenshot({ timeout: pictureWithin, animations: "disabled", caret: "hide" })
          .catch(() => undefined);
        const screenshot = picture && witness.keep(picture);
        const shown = { ...view, answers: view.answers.map(short), errors: view.errors.map(short) };
        witness.saw({ what: "left", view: shown, since, ...(screenshot === undefined ? {} : { screenshot }) });
      })();
      return leaving;
    },
  };
}

/** Requests by which the page may still be brought an answer. */
function openRequests(page: Page): { open(): number; stop(): void } {
  const open = new Set<Request>();
  const asking: ReadonlySet<string> = new Set(["fetch", "xhr", "eventsource"]);
  const began = (request: Request): void => {
    if (asking.has(request.resourceType())) open.add(request);
  };
  const ended = (request: Request): void => void open.delete(request);
  page.on("request", began).on("requestfinished", ended).on("requestfailed", ended);
  return {
    open: () => open.size,
    stop: () => void page.off("request", began).off("requestfinished", ended).off("requestfailed", ended),
  };
}
