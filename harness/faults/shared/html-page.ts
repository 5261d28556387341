import type { WireReply } from "../../domain/wire.ts";
import { wholeReply } from "../../domain/wire.ts";

const escapeHtml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

const page = (title: string): string =>
  [
    "<!DOCTYPE html>",
    `<html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)}</title></head>`,
    `<body><h1>${escapeHtml(title)}</h1><p>Please try again in a few minutes.</p><hr><p>edge proxy</p></body></html>`,
    "",
  ].join("\n");

/** A page for people, as a proxy in front of a service shows it. */
export const htmlPage = (status: number, title: string): WireReply =>
  wholeReply(status, { "content-type": "text/html; charset=utf-8" }, page(title));
