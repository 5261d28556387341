import type { Hollow } from "../../domain/protocol.ts";
import { blockedReply, onlyReply } from "./blocked.ts";
import { modelOf } from "./call.ts";
import type { Forms } from "./failure-forms.ts";
import { errorStatus } from "./failures.ts";
import type { Service } from "./service.ts";

export const hollowOf = (forms: Forms, service: Service): Hollow => ({
  kinds: ["no-answer", "error-in-200"],
  reply(kind, call, context, failure) {
    // A filter gives no reason in public: `OTHER` is what clients get that look for one.
    if (kind === "no-answer") return blockedReply({ blockReason: "OTHER" }, call, context);
    if (kind === "error-in-200") return onlyReply({ error: errorStatus(failure, modelOf(call), forms, service) }, call);
    throw new Error(`This provider has no "${kind}": use one of no-answer, error-in-200.`);
  },
});
