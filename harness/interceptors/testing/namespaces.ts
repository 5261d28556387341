import { openNamespace } from "../isolation/namespace.ts";

/** Why this machine has no network namespaces to give; undefined = it has. */
export const noNamespaces: string | undefined = await openNamespace().then(
  (namespace) => namespace.close().then(() => undefined),
  (error: Error) => error.message,
);

/** For the names of tests. */
export const orSkipped = noNamespaces === undefined ? "" : ` (skipped: ${noNamespaces})`;
