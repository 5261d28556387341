import type { ClientAttempt } from "../../domain/call.ts";
import type { WireRequest } from "../../domain/wire.ts";
import { wholeNumber } from "../shared/client-attempt.ts";

const most = 1000;

/** `amz-sdk-request: attempt=2; max=3` and one `amz-sdk-invocation-id` for all attempts: every SDK of AWS sends both. */
export function sdkAttempt({ headers }: WireRequest): ClientAttempt | undefined {
  const numbers = Object.fromEntries(
    (headers["amz-sdk-request"] ?? "").split(";").map((part) => part.split("=").map((word) => word.trim())),
  ) as Readonly<Record<string, string | undefined>>;
  const attempt = wholeNumber(numbers["attempt"], most);
  if (attempt === undefined || attempt === 0) return undefined;
  const of = wholeNumber(numbers["max"], most);
  const invocation = headers["amz-sdk-invocation-id"];
  return { attempt, ...(of === undefined ? {} : { of }), ...(invocation === undefined ? {} : { invocation }) };
}
