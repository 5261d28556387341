/** How the calls of a program are taken: it is told other addresses, or called from inside (Node), or through a proxy that ends TLS. */
export const interceptions = ["gateway", "preload", "proxy"] as const;
export type InterceptionName = (typeof interceptions)[number];

/** `network`: started where it reaches nothing but its interception and loopback. `automatic`: the same, where the machine can do that. */
export const isolations = ["automatic", "network", "none"] as const;
export type IsolationName = (typeof isolations)[number];

/** What is spoken with the agent: a contract of the targets' room by name, and its settings as its schema reads them. */
export interface SpokenContract {
  readonly name: string;
  readonly settings: unknown;
}

/** How a program is started. */
interface StartedProcess {
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Absent = gateway. */
  readonly interception?: InterceptionName;
  /** Absent = automatic. */
  readonly isolation?: IsolationName;
  /** The variable by which it is told of an empty folder of its own, which outlives its restarts and not its trial. */
  readonly state?: string;
  /** `shared`: one process for all trials of an experiment; absent = one for each trial (a command: for each task). */
  readonly process?: "shared";
}

/** How an agent is started and asked. */
export type TargetSpec =
  | { readonly kind: "module"; readonly module: string; readonly clock: "real" | "virtual" }
  | (StartedProcess & {
      readonly kind: "command";
      readonly command: readonly string[];
      /** Absent = the task as JSON on stdin, the answer as JSON on stdout. */
      readonly contract?: SpokenContract;
    })
  | (StartedProcess & {
      readonly kind: "http";
      readonly url: string;
      /** Starts the server; absent = it runs already. */
      readonly start?: readonly string[];
      readonly ready: string;
      readonly readyWithin: number;
      /** The agent hands `baggage` on to its dependencies. */
      readonly propagates: boolean;
      /** Sent with every request. */
      readonly headers?: Readonly<Record<string, string>>;
      /** Absent = the task as JSON, and an answer in any of the shapes that agents commonly give. */
      readonly contract?: SpokenContract;
    })
  | BrowserSpec;

/** An agent behind a chat page: a person asks there, in a browser. */
export interface BrowserSpec {
  readonly kind: "browser";
  /** The page. */
  readonly url: string;
  /** Starts the page's server; absent = it runs already. */
  readonly start?: readonly string[];
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Of its server; absent = automatic. */
  readonly isolation?: IsolationName;
  readonly ready: string;
  readonly readyWithin: number;
  /** The page's server hands `baggage` on to its dependencies. */
  readonly propagates: boolean;
  readonly page: PageSpec;
}

/** Where things are in a page, as Playwright selectors, and how a person behaves there. Times in ms. */
export interface PageSpec {
  readonly input: string;
  readonly send: string;
  readonly answer: string;
  readonly question: string;
  readonly error: string;
  readonly busy: string;
  readonly retry: string;
  /** How often the person takes up an offer to try again. */
  readonly retries: number;
  /** After so long without a word the person asks once more; absent = never. */
  readonly asksAgainAfter?: number;
  /** So long without a change, and the answer is taken for final. */
  readonly settle: number;
  /** So long without a change, and a person believes what is there, whatever still turns. */
  readonly patience: number;
}

/** Targets that listen at one address, so that they are either started for each trial or run already. */
export const isServer = (spec: TargetSpec): spec is Extract<TargetSpec, { readonly start?: readonly string[] }> =>
  spec.kind === "http" || spec.kind === "browser";

/** Targets whose program Brownout starts itself. */
export const startsProgram = (spec: TargetSpec): spec is Exclude<TargetSpec, { readonly kind: "module" }> =>
  spec.kind === "command" || (isServer(spec) && spec.start !== undefined);

/** One process that outlives its trials: it is told one address for all of them. */
const isShared = (spec: TargetSpec): boolean =>
  (spec.kind === "command" || spec.kind === "http") && spec.process === "shared";

/**
 * Must its trials run one at a time? A server listens at one address, and calls of one that hands no baggage on cannot be told
 * apart; a process that trials share is told no trial's own address.
 */
export function oneTrialAtATime(spec: TargetSpec): boolean {
  if (spec.kind === "command") return isShared(spec);
  return isServer(spec) && ((spec.start !== undefined && !isShared(spec)) || !spec.propagates);
}

/** One process is asked by many at once and hands nothing on: nobody could say whose calls are whose. */
export function mixesCalls(spec: TargetSpec): boolean {
  if (isServer(spec)) return !spec.propagates;
  return spec.kind === "command" && (spec.contract !== undefined || isShared(spec));
}
