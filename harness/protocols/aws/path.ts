import type { WireRequest } from "../../domain/wire.ts";

/** The whole path: what tells the operations of these services apart stands at its end, however deep the base address goes. */
export const pathOf = ({ url }: Pick<WireRequest, "url">): string => URL.parse(url)?.pathname.replace(/\/+$/, "") ?? "";
