import type { ServerResponse } from "node:http";
import type { GamedayControl, GamedayState } from "../domain/gameday.ts";
import type { View } from "./access.ts";
import { keepHistory } from "./history.ts";
import { Refusal } from "./refusal.ts";
import { shownTo } from "./view-state.ts";

export interface EventLimits {
  /** Open streams at the most. */
  readonly streams: number;
  /** Ms for which a stream may leave unread what it was sent. */
  readonly patience: number;
}

export interface Events {
  open(): number;
  /** @throws {Refusal} 503 if too many follow already. */
  admit(): void;
  /** From now on, until it is closed; its head has been sent. */
  follow(response: ServerResponse, view: View): void;
  /** Whoever follows has the last state when it is over, or has had so many ms to take it. */
  close(patience: number): Promise<void>;
}

interface Reader {
  readonly response: ServerResponse;
  readonly view: View;
  /** Since when it has not read what it was sent. */
  stuck?: number;
  /** It has missed a state meanwhile. */
  behind?: boolean;
}

/** States between which bursts of moments are folded, ms. */
const pace = 100;
/** Silence after which a stream is told that it is still open, ms. */
const silence = 5000;

/**
 * Server-sent events: `history` once, then `state` after `state`. A state is whole, so a reader that is slow misses some and is
 * at most one behind; one that does not read is dropped. Nothing is written while `control` waits.
 */
export function openEvents(
  control: GamedayControl,
  blind: boolean,
  limits: EventLimits,
  warn: (words: string) => void,
): Events {
  const readers = new Set<Reader>();
  const history = keepHistory();
  let latest: GamedayState | undefined;
  let due: NodeJS.Timeout | undefined;
  let sent = performance.now();

  const show = (state: GamedayState, view: View): string =>
    `event: state\ndata: ${JSON.stringify(shownTo(view, state, blind))}\n\n`;
  const drop = (reader: Reader): void => {
    readers.delete(reader);
    reader.response.destroy();
  };
  const write = (reader: Reader, text: string): void => {
    if (!reader.response.write(text)) reader.stuck ??= performance.now();
  };
  const send = (): void => {
    due = undefined;
    const state = latest;
    if (!state || readers.size === 0) return;
    sent = performance.now();
    const made: Partial<Record<View, string>> = {};
    for (const reader of readers) {
      if (reader.stuck !== undefined) {
        reader.behind = true;
        continue;
      }
      made[reader.view] ??= show(state, reader.view);
      write(reader, made[reader.view] ?? "");
    }
  };
  const safely = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      warn(`The console could not show a state: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const watching = control.watch((state) => {
    latest = state;
    history.add(state);
    due ??= setTimeout(() => safely(send), pace);
  });
  const sweep = setInterval(
    () => {
      const now = performance.now();
      for (const reader of readers)
        if (reader.stuck !== undefined && now - reader.stuck > limits.patience) drop(reader);
      if (now - sent < silence) return;
      sent = now;
      for (const reader of readers) if (reader.stuck === undefined) write(reader, ": open\n\n");
    },
    Math.min(1000, limits.patience),
  );
  sweep.unref();

  return {
    open: () => readers.size,
    admit() {
      if (readers.size >= limits.streams)
        throw new Refusal(503, `${limits.streams} pages watch already. Close one, then try again.`);
    },
    follow(response, view) {
      const reader: Reader = { response, view };
      response.on("drain", () => {
        delete reader.stuck;
        if (!reader.behind || !latest) return;
        reader.behind = false;
        const state = latest;
        safely(() => write(reader, show(state, view)));
      });
      response.on("close", () => readers.delete(reader));
      response.on("error", () => drop(reader));
      readers.add(reader);
      response.write(`retry: 1000\nevent: history\ndata: ${JSON.stringify(history.samples())}\n\n`);
      write(reader, show(control.state(), view));
    },
    async close(patience) {
      watching[Symbol.dispose]();
      clearTimeout(due);
      clearInterval(sweep);
      safely(() => {
        latest = control.state();
        send();
      });
      const ended = [...readers].map(
        ({ response }) =>
          new Promise<void>((resolve) => {
            response.once("close", resolve);
            response.end();
          }),
      );
      readers.clear();
      const enough = Promise.withResolvers<void>();
      const timer = setTimeout(enough.resolve, patience);
      await Promise.race([Promise.all(ended), enough.promise]);
      clearTimeout(timer);
    },
  };
}
