import type { Fault } from "../domain/fault.ts";
import { emptyCompletion } from "./answers/empty-completion.ts";
import { guardrailIntervened } from "./answers/guardrail-intervened.ts";
import { malformedToolArguments } from "./answers/malformed-tool-arguments.ts";
import { refusal } from "./answers/refusal.ts";
import { staleResponseId } from "./answers/stale-response-id.ts";
import { truncatedAnswer } from "./answers/truncated-answer.ts";
import { unknownTool } from "./answers/unknown-tool.ts";
import { usageMissing } from "./answers/usage-missing.ts";
import { weakerModel } from "./answers/weaker-model.ts";
import { failure } from "./failures/failure.ts";
import { httpError } from "./failures/http-error.ts";
import { modelTimeout, overloaded, serverError, unavailable } from "./failures/named.ts";
import { throttled } from "./failures/throttled.ts";
import { hollowSuccess } from "./hollow/hollow-success.ts";
import { revokedToken } from "./identity/revoked-token.ts";
import { rotatedKeys } from "./identity/rotated-keys.ts";
import { shortLivedToken } from "./identity/short-lived-token.ts";
import { latency } from "./latency/latency.ts";
import { slowFirstToken } from "./latency/slow-first-token.ts";
import { slowTokens } from "./latency/slow-tokens.ts";
import { connectionReset, connectTimeout, dnsFailure, hang, refused } from "./outages/disconnects.ts";
import { htmlErrorPage } from "./outages/html-error-page.ts";
import { timeoutAfterCommit } from "./outages/timeout-after-commit.ts";
import { promptCacheEviction } from "./quota/prompt-cache-eviction.ts";
import { quota } from "./quota/quota.ts";
import { targetRestarts } from "./restarts/target-restarts.ts";
import { contradictoryResults } from "./results/contradictory-results.ts";
import { crossTenantResults } from "./results/cross-tenant-results.ts";
import { duplicatedResults } from "./results/duplicated-results.ts";
import { emptyResults } from "./results/empty-results.ts";
import { irrelevantResults } from "./results/irrelevant-results.ts";
import { partialResults } from "./results/partial-results.ts";
import { poisonedResults } from "./results/poisoned-results.ts";
import { reorderedResults } from "./results/reordered-results.ts";
import { staleResults } from "./results/stale-results.ts";
import { truncatedResults } from "./results/truncated-results.ts";
import { changedTools } from "./servers/changed-tools.ts";
import { lostSession } from "./servers/lost-session.ts";
import { poisonedTools } from "./servers/poisoned-tools.ts";
import { rpcErrorFault } from "./servers/rpc-error.ts";
import { serverRestart } from "./servers/server-restart.ts";
import { cutStream } from "./streams/cut-stream.ts";
import { duplicatedEvent } from "./streams/duplicated-event.ts";
import { garbageInStream } from "./streams/garbage-in-stream.ts";
import { midStreamError } from "./streams/mid-stream-error.ts";
import { missingFinalEvent } from "./streams/missing-final-event.ts";
import { reorderedEvents } from "./streams/reordered-events.ts";
import { stalledStream } from "./streams/stalled-stream.ts";
import { trickle } from "./streams/trickle.ts";
import { duplicatedDelivery } from "./tools/duplicated-delivery.ts";
import { errorIn200 } from "./tools/error-in-200.ts";
import { impossibleValues } from "./tools/impossible-values.ts";
import { missingFields } from "./tools/missing-fields.ts";
import { staleValues } from "./tools/stale-values.ts";
import { successWithoutEffect } from "./tools/success-without-effect.ts";
import { wrongTypes } from "./tools/wrong-types.ts";

/** Every fault under its name, grouped as the catalogue shows them. */
const byName = {
  throttled,
  quota,
  "prompt-cache-eviction": promptCacheEviction,
  failure,
  "server-error": serverError,
  unavailable,
  overloaded,
  "model-timeout": modelTimeout,
  "http-error": httpError,

  "empty-completion": emptyCompletion,
  "truncated-answer": truncatedAnswer,
  "malformed-tool-arguments": malformedToolArguments,
  "unknown-tool": unknownTool,
  "weaker-model": weakerModel,
  refusal,
  "guardrail-intervened": guardrailIntervened,
  "stale-response-id": staleResponseId,
  "usage-missing": usageMissing,
  "hollow-success": hollowSuccess,

  "cut-stream": cutStream,
  "mid-stream-error": midStreamError,
  "stalled-stream": stalledStream,
  "garbage-in-stream": garbageInStream,
  "duplicated-event": duplicatedEvent,
  "reordered-events": reorderedEvents,
  "missing-final-event": missingFinalEvent,
  trickle,

  latency,
  "slow-first-token": slowFirstToken,
  "slow-tokens": slowTokens,

  refused,
  "dns-failure": dnsFailure,
  "connection-reset": connectionReset,
  "connect-timeout": connectTimeout,
  hang,
  "timeout-after-commit": timeoutAfterCommit,
  "html-error-page": htmlErrorPage,

  "target-restarts": targetRestarts,

  "wrong-types": wrongTypes,
  "missing-fields": missingFields,
  "impossible-values": impossibleValues,
  "stale-values": staleValues,
  "error-in-200": errorIn200,
  "success-without-effect": successWithoutEffect,
  "duplicated-delivery": duplicatedDelivery,

  "rpc-error": rpcErrorFault,
  "server-restart": serverRestart,
  "lost-session": lostSession,
  "changed-tools": changedTools,
  "poisoned-tools": poisonedTools,

  "short-lived-token": shortLivedToken,
  "revoked-token": revokedToken,
  "rotated-keys": rotatedKeys,

  "stale-results": staleResults,
  "irrelevant-results": irrelevantResults,
  "empty-results": emptyResults,
  "contradictory-results": contradictoryResults,
  "reordered-results": reorderedResults,
  "duplicated-results": duplicatedResults,
  "truncated-results": truncatedResults,
  "partial-results": partialResults,
  "poisoned-results": poisonedResults,
  "cross-tenant-results": crossTenantResults,
} as const satisfies Readonly<Record<string, Fault>>;

export type FaultName = keyof typeof byName;

export const faults: readonly Fault[] = Object.values(byName);

/** The fault of that name, or undefined. */
export const findFault = (name: string): Fault | undefined =>
  Object.hasOwn(byName, name) ? byName[name as FaultName] : undefined;
