import { z } from "zod";
import type { Call, Reply } from "../../domain/call.ts";
import { defineFault, type FaultContext } from "../../domain/fault.ts";
import type { Feature } from "../../domain/features.ts";
import type { HollowKind } from "../../domain/vocabulary.ts";
import { failureKinds, hollowKinds } from "../../domain/vocabulary.ts";
import { wholeReply } from "../../domain/wire.ts";
import { failureOf } from "../failures/failing.ts";
import { everywhere } from "../shared/boundaries.ts";
import { describeReply, settle } from "../shared/change-answer.ts";
import { htmlPage } from "../shared/html-page.ts";
import { passed } from "../tools/passed.ts";
import { breakJson } from "./break-json.ts";

const anywhere = ["invalid-json", "empty-body", "empty-object", "html"] as const;
type Anywhere = (typeof anywhere)[number];

const params = z.strictObject({
  kind: z
    .enum([...hollowKinds, ...anywhere])
    .describe(
      "In the provider's own shape: `no-answer` (a success without a choice, candidate or output), `error-in-200` (the error's body under a 200), `failed` (a response object that says that it failed). On any wire: `invalid-json` (the real body breaks off in the middle of its JSON, complete by its length), `empty-body`, `empty-object` (`{}`), `html` (a page for people).",
    ),
  failure: z
    .enum(failureKinds)
    .optional()
    .describe("Which failure `error-in-200` and `failed` tell; an internal error if left out."),
  message: z.string().optional().describe("Its message; the provider's own by default."),
});
type Params = z.output<typeof params>;

const told = ({ kind, failure }: Params): boolean =>
  failure !== undefined && (kind === "error-in-200" || kind === "failed");
const isOwn = (kind: HollowKind | Anywhere): kind is HollowKind => hollowKinds.some((one) => one === kind);

function requirements(given: Params): readonly Feature[] {
  const own: readonly Feature[] = isOwn(given.kind) ? [`hollow:${given.kind}`] : [];
  return told(given) && given.failure ? [...own, `failure:${given.failure}`] : own;
}

const json = { "content-type": "application/json" };

/** The dependency works, and what it answered does not come: a reply that was no success passes as it is. */
async function emptied(kind: Exclude<Anywhere, "html">, call: Call, done: Reply, context: FaultContext) {
  const failed = done.kind === "failure" || done.kind === "disconnect";
  if (failed || (done.kind === "raw" && done.wire.status >= 300)) {
    context.idle(describeReply(done));
    return done;
  }
  if (kind !== "invalid-json") {
    context.note(kind === "empty-body" ? "status 200 with an empty body" : "status 200 with {} for a body");
    return { kind: "raw" as const, wire: wholeReply(200, json, kind === "empty-body" ? "" : "{}") };
  }
  const { protocol, binding, encode } = context;
  const wire = done.kind === "raw" ? done.wire : protocol.encodeReply(call, done, binding, encode);
  const broken = await breakJson(wire);
  if (broken === undefined) {
    context.idle("the body holds no JSON that could be broken");
    return done.kind === "raw" ? { ...done, wire } : done;
  }
  context.note(`status ${wire.status}, the body breaks off in its JSON after ${broken.kept} of ${broken.of} bytes`);
  return { kind: "raw" as const, wire: broken.wire };
}

export const hollowSuccess = defineFault({
  name: "hollow-success",
  summary: "The dependency answers with status 200, and there is no answer in it.",
  boundaries: everywhere,
  params,
  requires: requirements,
  describe: (given) => `status 200 without an answer: ${given.kind}${told(given) ? ` (${given.failure})` : ""}`,
  async inject(call, forward, context, given): Promise<Reply> {
    const { kind, failure = "server-error", message } = given;
    // The stream on which the answers cross is one that a client reads.
    if (!call.stream && context.protocol.answersHere?.(call) === false) return passed(forward, context);
    if (kind === "html") {
      context.note("not called; HTML page with status 200 instead of the answer", {
        marks: ["<p>Please try again in a few minutes.</p>"],
      });
      return { kind: "raw", wire: htmlPage(200, "Service temporarily unavailable") };
    }
    if (!isOwn(kind)) return emptied(kind, call, await settle(await forward()), context);
    const { hollow, name } = context.protocol;
    if (hollow === undefined || !hollow.kinds.includes(kind)) {
      context.idle(`${name} has no reply that is hollow by "${kind}"`);
      return forward();
    }
    context.note(`not called; status 200 without an answer: ${kind}${told(given) ? ` (${failure})` : ""}`);
    return { kind: "raw", wire: hollow.reply(kind, call, context.encode, failureOf(failure, { message })) };
  },
});
