/** The journal could not be written or read. The message says what, where, why and the next step. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

/** A run was asked for that is not there: a mistake in what was asked, not in what is stored. */
export class NoSuchRun extends JournalError {}

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
