/** A reply, byte for byte. */
export interface BareReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Written one after the other. */
  readonly pieces: readonly string[];
  /** After the last piece: the body is over, the connection is reset, or nothing more comes. */
  readonly end: "over" | "reset" | "silence";
  /** What comes after them in so many bytes at a time, each after its wait. */
  readonly slices?: { readonly text: string; readonly bytes: number; readonly everyMs: number };
  /** What comes again and again in the silence. */
  readonly beat?: { readonly text: string; readonly everyMs: number };
}

/** What a server on a bare socket does with a request; without a reply it resets the connection or never answers, or there is none at all. */
export type Deed = BareReply | "reset" | "silence" | "refused" | "no such host";

export const json = (body: string, status = 200, headers: Readonly<Record<string, string>> = {}): BareReply => ({
  status,
  headers: { "content-type": "application/json", "content-length": String(Buffer.byteLength(body)), ...headers },
  pieces: [body],
  end: "over",
});

/** Server-sent events, in chunks. */
export const events = (pieces: readonly string[], end: BareReply["end"] = "over"): BareReply => ({
  status: 200,
  headers: { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-cache" },
  pieces,
  end,
});

/** The page of a proxy whose origin is gone. */
export const page = (status: number, title: string, server: string): BareReply => {
  const body =
    `<html>\r\n<head><title>${status} ${title}</title></head>\r\n<body>\r\n<center><h1>${status} ${title}</h1></center>\r\n` +
    `<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
  return json(body, status, { "content-type": "text/html", server });
};

/** An event, or a comment, by hand. */
export const named = (event: string, data: unknown): string => `event: ${event}\n${nameless(data)}`;
export const nameless = (data: unknown): string =>
  `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`;
