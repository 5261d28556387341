import { type WireReply, wholeReply } from "../../domain/wire.ts";

const titles: Readonly<Record<number, string>> = {
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

/** The HTML page of a reverse proxy whose origin is gone: what API clients get instead of JSON. */
export function edgePage(status: number, server: string, headers: Record<string, string> = {}): WireReply {
  const title = `${status} ${titles[status] ?? "Error"}`;
  const html =
    `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n` +
    `<hr><center>${server}</center>\r\n</body>\r\n</html>\r\n`;
  return wholeReply(status, { server, "content-type": "text/html", ...headers }, html);
}
