import { z } from "zod";
import { formatDuration } from "../../domain/duration.ts";
import { defineFault } from "../../domain/fault.ts";
import { everywhere } from "../shared/boundaries.ts";
import { settle } from "../shared/change-answer.ts";
import { duration } from "../shared/duration.ts";
import { passed } from "../tools/passed.ts";

const params = z.strictObject({
  downFor: duration().prefault("2s").describe("From its death until it takes connections again."),
  work: z
    .enum(["lost", "done"])
    .default("lost")
    .describe("Whether it had done what it was asked before it died: then a blind retry does it twice."),
});

export const serverRestart = defineFault({
  name: "server-restart",
  summary:
    "The dependency dies in mid-call and is back after a while: until then connections are refused, and sessions from before are unknown to it.",
  boundaries: everywhere,
  params,
  describe: ({ downFor, work }) =>
    `dies in mid-call${work === "done" ? " after its work" : ""}, back after ${formatDuration(downFor)}`,
  async inject(call, forward, context, { downFor, work }) {
    const life = context.state(() => ({ diedAt: undefined as number | undefined, lost: new Set<string>() }));
    const session = context.protocol.sessionOf?.(call);
    if (life.diedAt === undefined) {
      if (context.protocol.answersHere?.(call) === false) return passed(forward, context);
      life.diedAt = context.at;
      if (session !== undefined) life.lost.add(session);
      if (work === "done") await settle(await forward());
      context.note(`died in mid-call${work === "done" ? ", its work done" : ""}`);
      return { kind: "disconnect", code: "reset" };
    }
    if (context.at < life.diedAt + downFor) {
      if (session !== undefined) life.lost.add(session);
      context.note(`down since ${formatDuration(context.at - life.diedAt)}`);
      return { kind: "disconnect", code: "refused" };
    }
    if (session !== undefined && life.lost.has(session)) {
      context.note("back, and the session is unknown to it");
      return { kind: "failure", failure: { kind: "not-found", status: 404 } };
    }
    context.idle("the dependency is back");
    return forward();
  },
});
