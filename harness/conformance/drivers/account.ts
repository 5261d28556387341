import type { DriverContext, Expected, Source } from "../driver.ts";
import { again, once, type Table, twice } from "./expect.ts";

/** Longer than the shortest prompt that any provider caches. */
const length = 20_000;

/** An instruction as long as any other and like none of another trial's: the live service behind a relay has one cache for all of them. */
export const longPrompt = ({ baseUrl }: DriverContext): string => {
  const filler = "Returns are free within 30 days of delivery. ";
  return `${baseUrl} ${filler.repeat(length / filler.length)}`.slice(0, length);
};

/** What a client's reply says of itself; what it does not say is left out. */
interface Account {
  readonly model?: string | null | undefined;
  /** Tokens read from the prompt cache, and written to it. */
  readonly read?: number | null | undefined;
  readonly written?: number | null | undefined;
  /** Requests that are left, and of how many. */
  readonly left?: string | null | undefined;
  readonly limit?: string | null | undefined;
}

/** `gpt-5, 4992 read, 0 of 1 left` */
export const accountOf = ({ model, read, written, left, limit }: Account): string =>
  [
    model ?? "no model",
    ...(typeof read === "number" ? [`${read} read`] : []),
    ...(typeof written === "number" ? [`${written} written`] : []),
    ...(typeof left === "string" ? [`${left} of ${limit} left`] : []),
  ].join(", ");

/** What a client makes of the cases in which replies tell of themselves. Parts that it does not show are left out. */
interface Accounts {
  readonly source: Source;
  readonly model: string;
  /** The name of the weaker model that it shows, or why it shows none. */
  readonly weaker?: string | { readonly notTried: string };
  /** Cache counts at first, and when the prompt comes from the cache. */
  readonly cold?: string;
  readonly warm?: string;
  readonly left?: string;
  /** What is left when the only request of the bucket is spent. */
  readonly spent?: string;
  /** How the third and later attempts follow where the second call of two is refused, and where that is known from. */
  readonly waits: NonNullable<Expected["gaps"]>;
  readonly retries?: Source;
}

export function accounts(given: Accounts): Table {
  const { source, model, weaker = "fallback-small", cold, warm, left, spent, waits, retries = source } = given;
  const said = (...parts: readonly (string | undefined)[]) => ({
    said: parts.filter((part) => part !== undefined).join(", "),
  });
  const cached: Table = {
    "cache:read": twice(said(model, warm, left), source),
    "cache:evicted": twice(said(model, cold, left), source),
  };
  return {
    account: once(said(model, cold, left), source),
    "weaker-model": typeof weaker === "string" ? once(said(weaker, cold, left), source) : weaker,
    ...(warm === undefined ? {} : cached),
    "quota:refilled": again(said(model, warm, spent), [[0, 1000], ...waits], retries),
  };
}

/** As long as the refusal says, less what has passed of it. */
export const asTold = [[500, 1010]] as const;
/** The client gives up at once, and its agent asks again when the bucket has filled. */
export const byAgent = (ms: number) => [[ms, ms + 10]] as const;
