import { z } from "zod";
import { serveParent } from "../child.ts";
import { openLiveGateway } from "../live-gateway.ts";

/** The gateway of a game day with nothing armed. */
export function start(): void {
  serveParent({
    /** In front of the service at this address; gives the gateway's own for it. */
    open: async (direct) => (await openLiveGateway(z.string().parse(direct))).through,
  });
}
