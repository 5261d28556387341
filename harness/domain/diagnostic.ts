/** One thing that is wrong with a file, and the next step. */
export interface Diagnostic {
  readonly file: string;
  /** From 1; absent when the file as a whole is meant. */
  readonly line?: number;
  readonly column?: number;
  readonly message: string;
}

export const formatDiagnostic = (d: Diagnostic): string =>
  `${d.file}${d.line === undefined ? "" : `:${d.line}:${d.column ?? 1}`} ${d.message}`;

/** Carries every diagnostic at once. */
export class InvalidInput extends Error {
  override readonly name = "InvalidInput";
  readonly diagnostics: readonly Diagnostic[];
  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(formatDiagnostic).join("\n"));
    this.diagnostics = diagnostics;
  }
}
