import type { GamedayState } from "../../domain/gameday.ts";
import type { Sample } from "../history.ts";

export const view = document.documentElement.dataset["view"] === "observer" ? "observer" : "operator";

export interface LinkNews {
  history(samples: readonly Sample[]): void;
  state(state: GamedayState): void;
  /** `since` is a time of the wall clock; `again` in ms; `why` only if trying again is of no use by itself. */
  lost(lost: { readonly since: Date; readonly again: number; readonly why?: string } | undefined): void;
}

/** States come about once a second: so long without one is no connection, whatever the socket says. */
const silence = 6000;
const [first, longest] = [500, 8000];

/** Follows the game day, and comes back by itself when the connection ends. */
export function follow(news: LinkNews): void {
  let source: EventSource | undefined;
  let heard = performance.now();
  let since: Date | undefined;
  let tries = 0;
  let next: ReturnType<typeof setTimeout> | undefined;
  /** The day is: nobody is there any more who could be found again. */
  let over = false;

  const lose = (): void => {
    source?.close();
    source = undefined;
    since ??= new Date();
    const again = Math.min(longest, first * 2 ** tries) * (0.75 + Math.random() / 2);
    tries += 1;
    news.lost({ since, again });
    clearTimeout(next);
    next = setTimeout(open, again);
    void whyNot().then((why) => {
      if (why !== undefined && since) news.lost({ since, again, why });
    });
  };
  const open = (): void => {
    clearTimeout(next);
    heard = performance.now();
    const mine = new EventSource(`/api/events?view=${view}`);
    source = mine;
    const hear = <T>(name: string, use: (value: T) => void): void =>
      mine.addEventListener(name, (event: MessageEvent<string>) => {
        if (source !== mine) return;
        heard = performance.now();
        use(JSON.parse(event.data) as T);
      });
    hear<readonly Sample[]>("history", (samples) => news.history(samples));
    hear<GamedayState>("state", (state) => {
      if (since || tries > 0) news.lost(undefined);
      since = undefined;
      tries = 0;
      over = state.closed !== undefined;
      if (over) {
        mine.close();
        source = undefined;
      }
      news.state(state);
    });
    mine.addEventListener("error", () => {
      if (source === mine) lose();
    });
  };
  setInterval(() => {
    if (source && performance.now() - heard > silence) lose();
  }, 1000);
  // A laptop that wakes up need not wait for its turn.
  window.addEventListener("online", () => {
    if (!source && !over) open();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !source && !over) open();
  });
  open();
}

/** A console that is there and does not know us will not know us the next time. */
async function whyNot(): Promise<string | undefined> {
  try {
    const { status } = await fetch(`/api/state?view=${view}`, { signal: AbortSignal.timeout(3000) });
    return status === 401
      ? "This link is of an earlier game day: open the one that the console printed last."
      : undefined;
  } catch {
    return undefined;
  }
}

export type Answer = { readonly ok: true } | { readonly ok: false; readonly words: string; readonly reached: boolean };

/** Asks the console to do something; never throws. */
export async function post(action: string, body: object): Promise<Answer> {
  try {
    const response = await fetch(`/api/${action}?view=${view}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(8000),
      keepalive: true,
    });
    if (response.ok) return { ok: true };
    const answer: unknown = await response.json().catch(() => undefined);
    const words =
      typeof answer === "object" && answer !== null && "error" in answer && typeof answer.error === "string"
        ? answer.error
        : `status ${response.status}`;
    return { ok: false, words, reached: true };
  } catch {
    return { ok: false, words: "The console was not reached.", reached: false };
  }
}
