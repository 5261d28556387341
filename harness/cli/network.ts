import { piecesOf } from "../domain/wire.ts";
import type { Network } from "../execute/forward.ts";
import { framesOf } from "../execute/readable-body.ts";
import { relay } from "../interceptors/index.ts";

/** The live service itself, streamed through as it comes; frames are marked by the protocol without holding anything back. */
export const liveNetwork: Network = async (request, bound, signal) => {
  const { upstream, ...asked } = request;
  const wire = await relay(upstream === undefined ? asked : { ...asked, url: upstream }, signal);
  if (Array.isArray(wire.body)) return wire;
  const { status, headers } = wire;
  // What is compressed cannot be cut into events: whoever wants to read it undoes that first.
  const split = "content-encoding" in headers ? undefined : bound.protocol.split;
  return { ...wire, body: framesOf(piecesOf(wire.body), { status, headers }, split) };
};
