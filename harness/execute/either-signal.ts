/**
 * Aborts with either of two. Only made when something is about to wait: each such signal hangs on the trial's own until it is
 * collected as garbage, and most calls are answered at once.
 */
export function eitherSignal(client: AbortSignal, trial: AbortSignal): () => AbortSignal {
  let either: AbortSignal | undefined;
  return () => {
    either ??= AbortSignal.any([client, trial]);
    return either;
  };
}
