const ofTheBody = new Set(["content-length", "transfer-encoding", "connection", "keep-alive", "content-encoding"]);

/** The headers that outlive a rewritten body. */
export const endToEnd = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).filter(([name]) => !ofTheBody.has(name)));

/** Compressed bodies are not read: nobody here can compress them again as they were. */
export const isCompressed = (headers: Readonly<Record<string, string>>): boolean =>
  (headers["content-encoding"] ?? "identity") !== "identity";
