import { brief } from "../../reports/text/brief.ts";
import { counted } from "../../reports/text/figures.ts";

/** Different messages that are remembered, and the longest that is: what goes beyond is said as often as it comes. */
const most = { messages: 1000, characters: 10_000 } as const;

export interface SaidOnce extends Disposable {
  /** Whether this is to be said: it is the first time. Otherwise it is counted. */
  first(message: string): boolean;
}

/** The same message again and again buries what stands between: it is said once, and at the end how often it came. Nothing else is held back. */
export function saidOnce(write: (text: string) => void): SaidOnce {
  const again = new Map<string, number>();
  return {
    first(message) {
      const count = again.get(message);
      if (count === undefined) {
        if (again.size < most.messages && message.length <= most.characters) again.set(message, 0);
        return true;
      }
      again.set(message, count + 1);
      return false;
    },
    [Symbol.dispose]() {
      for (const [message, count] of again)
        if (count > 0) write(`… ${counted(count, "more time", "more times")}: ${brief(message, 120)}\n`);
      again.clear();
    },
  };
}
