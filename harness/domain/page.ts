/** What a page shows of one question, as far as a person could see it. Texts are those that are visible. */
export interface PageView {
  /** Answers that came since the question was asked, empty ones left out. */
  readonly answers: readonly string[];
  readonly errors: readonly string[];
  /** How often the question stands in the page; absent where nothing shows what was asked. */
  readonly questions?: number;
  /** Something says that the agent is still at work. */
  readonly busy: boolean;
}

/** Something that a person did at a page, or saw there. */
export type Sight =
  /** The question was sent; `retried`: by the page's own offer to try again; `asked-again`: once more, out of impatience. */
  | { readonly what: "asked" | "retried" | "asked-again" }
  | { readonly what: "busy" | "idle" }
  /** The first words of an answer. */
  | { readonly what: "text"; readonly text: string }
  | { readonly what: "error"; readonly text: string }
  /** The last look. `since` = when the page last changed, trial time in ms. */
  | {
      readonly what: "left";
      readonly view: PageView;
      readonly since: number;
      /** In the run's folder; absent where pictures are not kept. */
      readonly screenshot?: string;
    };

/** Told by a target that shows something to a person. */
export interface Witness {
  /** Trial time in ms. */
  now(): number;
  saw(sight: Sight): void;
  /** Keeps a PNG; gives the path by which the journal names it, or undefined if pictures are not kept. */
  keep(picture: Uint8Array): string | undefined;
}

/** Where a request of the page goes. */
export type Steering =
  /** To a declared dependency: ask there instead. */
  | { readonly kind: "steered"; readonly url: string }
  | { readonly kind: "pass" }
  | { readonly kind: "blocked"; readonly message: string };

/** The traffic of a page, seen before it leaves. */
export interface Traffic {
  /** Hosts that may really be reached, by name. */
  readonly allowHosts: readonly string[];
  steer(
    request: { readonly method: string; readonly url: string },
    scope: Scope,
    signal: AbortSignal,
  ): Promise<Steering>;
}

interface Scope {
  readonly trial: string;
  readonly performance?: string;
}
