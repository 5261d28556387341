/** The process, as the commands see it. */
export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isTTY: boolean;
  readonly columns: number;
  /** False with NO_COLOR, without a terminal, or with --no-color. */
  readonly colour: boolean;
  out(text: string): void;
  err(text: string): void;
  /** Whether `out` or `err` ends up in this file; absent = in none. */
  writesTo?(file: string): boolean;
  /** Aborts on SIGINT and SIGTERM with the signal's name as the reason's message. */
  readonly signal: AbortSignal;
}

/** The signal that interrupted the process, if one has. */
export const signalOf = (io: Pick<Io, "signal">): NodeJS.Signals | undefined =>
  io.signal.aborted ? ((io.signal.reason as Error).message as NodeJS.Signals) : undefined;
