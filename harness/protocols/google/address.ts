import { BadRequest } from "../../domain/protocol.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { decoded } from "../shared/route.ts";

/** `…/models/{model}:{method}`: a custom method in the sense of AIP-136. */
export interface Target {
  readonly model: string;
  readonly method: string;
}

const customMethod = /\/(?:models|endpoints|tunedModels)\/([^/:]+):([A-Za-z]+)$/;

/**
 * The end of the path is all that base addresses have in common: `/v1`, `/v1beta`, or a project's
 * `/v1/projects/{p}/locations/{l}/publishers/google/models/{m}`, with or without the project.
 */
export function targetOf(request: WireRequest): Target | undefined {
  const match = request.method === "POST" ? customMethod.exec(URL.parse(request.url)?.pathname ?? "") : null;
  if (!match?.[1] || !match[2]) return undefined;
  return { model: decoded(match[1]), method: match[2] };
}

/** @throws {BadRequest} for a request that `recognise` would have declined. */
export function requiredTarget(request: WireRequest): Target {
  const target = targetOf(request);
  if (!target) throw new BadRequest("The requested URL was not found on this server.", "not-found");
  return target;
}

/** How the client wants its answer: whole, as server-sent events, or as one JSON array that grows. */
export type Form = "whole" | "events" | "array";

export const formOf = (request: WireRequest, method: string): Form => {
  if (method !== "streamGenerateContent") return "whole";
  return URL.parse(request.url)?.searchParams.get("alt") === "sse" ? "events" : "array";
};
