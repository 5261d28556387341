import { type Namespace, openNamespace } from "./namespace.ts";

/** Namespaces of a run: to build one takes as long as to start Node, so experiments hand them on. */
export interface NamespacePool {
  take(): Promise<Namespace>;
  /** Whoever had it has closed all that it opened in there. */
  give(namespace: Namespace): void;
  /** Ends those that nobody has. It may be taken from again. */
  close(): Promise<void>;
}

export function namespacePool(): NamespacePool {
  let idle: Namespace[] = [];
  return {
    async take() {
      for (;;) {
        const namespace = idle.pop();
        if (!namespace) return openNamespace();
        if (!namespace.gone()) return namespace;
      }
    },
    give: (namespace) => void idle.push(namespace),
    async close() {
      const all = idle;
      idle = [];
      await Promise.all(all.map((namespace) => namespace.close()));
    },
  };
}
