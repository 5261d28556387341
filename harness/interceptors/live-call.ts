/**
 * One call from its request to the end of its body. It ties the caller's signal, the interception's end and the
 * router's signal together, and lets go of all three when it is over.
 */
export class LiveCall {
  readonly #gone = new AbortController();
  readonly #registry: Set<LiveCall>;
  readonly #source: AbortSignal | undefined;
  readonly #onSource: (() => void) | undefined;
  #react: ((reason: unknown) => void) | undefined;
  #over = false;

  constructor(registry: Set<LiveCall>, source?: AbortSignal) {
    this.#registry = registry;
    this.#source = source;
    registry.add(this);
    if (!source) return;
    this.#onSource = () => this.abort(source.reason);
    source.addEventListener("abort", this.#onSource);
  }

  /** Aborts when the client goes away or the interception closes. */
  get signal(): AbortSignal {
    return this.#gone.signal;
  }

  /** What to do about an abort from now on, or at once if it has happened; replaces what was said before. */
  onAbort(react: (reason: unknown) => void): void {
    this.#react = react;
    if (this.#gone.signal.aborted) react(this.#gone.signal.reason);
  }

  abort(reason: unknown): void {
    if (this.#over) return;
    this.finish();
    this.#gone.abort(reason);
    this.#react?.(reason);
  }

  finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#registry.delete(this);
    if (this.#onSource) this.#source?.removeEventListener("abort", this.#onSource);
  }
}
