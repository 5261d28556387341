import { z } from "zod";
import { defineFault } from "../../domain/fault.ts";
import { withValues } from "../shared/boundaries.ts";

const params = z.strictObject({
  sessions: z
    .int()
    .min(1)
    .default(1)
    .describe("How many sessions are lost: the first that are used. Those that clients open afterwards are kept."),
});

export const lostSession = defineFault({
  name: "lost-session",
  summary:
    "The server has forgotten the session: every call of it is refused as unknown, until the client opens another.",
  boundaries: withValues,
  params,
  requires: () => ["sessions", "failure:not-found"],
  describe: ({ sessions }) => (sessions === 1 ? "session lost" : `${sessions} sessions lost`),
  async inject(call, forward, context, { sessions }) {
    const lost = context.state(() => new Set<string>());
    const session = context.protocol.sessionOf?.(call);
    const known = session !== undefined && lost.has(session);
    // A handshake is not broken off: it is a session in use that is lost.
    const inUse = session !== undefined && context.protocol.answersHere?.(call) !== false;
    if (!known && (!inUse || lost.size >= sessions)) {
      context.idle(session === undefined ? "the call belongs to no session" : "the session is one that is kept");
      return forward();
    }
    lost.add(session);
    context.note("not called; the session is unknown to the server");
    return { kind: "failure", failure: { kind: "not-found", status: 404 } };
  },
});
