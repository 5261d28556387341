/** The journal could not be written or read. The message says what, where, why and the next step. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : "unknown";

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
