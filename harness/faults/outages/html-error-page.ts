import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { wholeReply } from "../../domain/wire.ts";
import { everywhere } from "../shared/boundaries.ts";

const params = z.strictObject({
  status: z.int().min(200).max(599).default(200).describe("HTTP status that the page comes with."),
  title: z.string().default("Service temporarily unavailable").describe("Title and heading of the page."),
});

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const page = (title: string): string =>
  [
    "<!DOCTYPE html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>`,
    `<body><h1>${escapeHtml(title)}</h1><p>Please try again in a few minutes.</p><hr><p>edge proxy</p></body></html>`,
    "",
  ].join("\n");

export const htmlErrorPage = defineFault({
  name: "html-error-page",
  summary: "A proxy in front of the dependency answers with an HTML page, as often as not with status 200.",
  boundaries: everywhere,
  params,
  describe: ({ status, title }) => `HTML page “${title}” with status ${status}`,
  async inject(_call, _forward, context, { status, title }) {
    context.note(`HTML page with status ${status} instead of the answer`);
    return {
      kind: "raw",
      wire: wholeReply(status, { "content-type": "text/html; charset=utf-8" }, page(title)),
    };
  },
});
