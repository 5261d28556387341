/** The history could not be opened, read or written. The message says what, where, why and the next step. */
export class HistoryError extends Error {
  override readonly name = "HistoryError";
}
