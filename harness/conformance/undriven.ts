/** Protocols that no client is put through, and why. Every other one has a driver; those of the package `node` are asked with its own fetch. */
export const undriven: Readonly<Record<string, string>> = {
  "context-retrieval": "results in the conversation, on the wire of a model: no client asks for them",
  "context-tool": "results in the conversation, on the wire of a model: no client asks for them",
};
