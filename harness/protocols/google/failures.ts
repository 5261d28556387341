import type { Call, Failure } from "../../domain/call.ts";
import type { EncodeContext } from "../../domain/protocol.ts";
import type { FailureKind } from "../../domain/vocabulary.ts";
import type { WireReply } from "../../domain/wire.ts";
import { edgePage } from "../shared/edge-page.ts";
import { jsonReply } from "../shared/json-body.ts";
import { extraHeaders } from "../shared/retry-after.ts";
import { blockedReply } from "./blocked.ts";
import { modelOf, replyFormOf } from "./call.ts";
import { badRequest } from "./details.ts";
import type { Forms } from "./failure-forms.ts";
import { serviceHeaders } from "./headers.ts";
import type { Service } from "./service.ts";

export const kindsOf = (forms: Forms): readonly FailureKind[] => Object.keys(forms) as readonly FailureKind[];

/** A blocked prompt is a success to the client: every other failure has a status of its own. */
export const blockedKinds = (forms: Forms): readonly FailureKind[] =>
  kindsOf(forms).filter((kind) => "blockReason" in (forms[kind] ?? {}));

/**
 * A `google.rpc.Status` in JSON. A stream that was asked for as an array fails as an array.
 * @throws {Error} for a kind that has no form.
 */
export function failureReply(
  failure: Failure,
  call: Call,
  context: EncodeContext,
  forms: Forms,
  service: Service,
): WireReply {
  const form = forms[failure.kind];
  if (!form) throw new Error(`This provider has no "${failure.kind}": use one of ${kindsOf(forms).join(", ")}.`);
  const extra = extraHeaders(failure);
  if ("html" in form) return edgePage(form.status, "Google Frontend", extra);
  const reply = replyFormOf(call);
  if ("blockReason" in form) {
    const { blockReason, blockReasonMessage = undefined } = form;
    const wire = blockedReply(
      { blockReason, blockReasonMessage: failure.message ?? blockReasonMessage },
      call,
      context,
    );
    return { ...wire, headers: { ...wire.headers, ...extra } };
  }
  const body = { error: errorStatus(failure, modelOf(call), forms, service) };
  return jsonReply(form.status, { ...serviceHeaders("whole"), ...extra }, reply === "array" ? [body] : body);
}

/** The status object of a failure. What only the front end or the prompt feedback can say is an internal error inside a stream. */
export function errorStatus(failure: Failure, model: string, forms: Forms, service: Service): Record<string, unknown> {
  const form = forms[failure.kind];
  if (!form || !("rpc" in form)) {
    return { code: 500, message: failure.message ?? "Internal error encountered.", status: "INTERNAL" };
  }
  const message = failure.message ?? form.message(failure, model, service);
  const violations = failure.kind === "invalid-request" ? violationsIn(message) : [];
  const details = [...(form.details?.(failure, model, service) ?? []), ...violations];
  return { code: form.status, message, status: form.rpc, ...(details.length === 0 ? {} : { details }) };
}

/** The transcoder says again in the details what it did not understand. */
const violationsIn = (message: string): readonly unknown[] => {
  const field = /^Invalid value at '([^']+)'/.exec(message)?.[1];
  if (field !== undefined) return [badRequest([{ field, description: message }])];
  return message.startsWith("Invalid JSON payload received.") ? [badRequest([{ description: message }])] : [];
};
